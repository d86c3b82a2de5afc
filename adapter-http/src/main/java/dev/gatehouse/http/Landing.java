package dev.gatehouse.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.domain.realm.RealmKind;
import java.util.Map;
import java.util.function.Function;

/**
 * The pages to which mails and bots lead. The secret stands in the fragment, which no browser sends; the script takes it out of the address at once, and sends it when
 * somebody presses and never by itself: what scans mails opens a page and does nothing (L14).
 */
final class Landing {
  private static final String SCRIPT = """
      (() => {
        const find = id => document.getElementById(id);
        const token = new URLSearchParams(location.hash.slice(1)).get('token');
        history.replaceState(null, '', location.pathname);
        const language = document.documentElement.lang;
        const form = find('form'), button = find('press'), terms = find('terms'), code = find('code');
        const words = JSON.parse(form.dataset.words);
        // what others wrote turns nothing around
        const filled = (word, values) => words[word].replace(/\\{(\\w+)\\}/g, (all, name) => '\\u2068' + values[name] + '\\u2069');
        const moment = at => new Date(at).toLocaleString(language, {dateStyle: 'long', timeStyle: 'short'});
        const say = text => { find('say').textContent = text; };
        let confirmed = false, keeping = false, proving = false;
        if (!token) {
          say(words.open_again);
          form.hidden = true;
        }
        const asked = () => [...form.querySelectorAll('input')]
          .filter(input => !input.closest('[hidden]') && (input.type === 'checkbox' ? input.checked : input.value))
          .map(input => [input.name, input.type === 'checkbox' || input.value]);
        const body = () => keeping ? {} : ({
          ...Object.fromEntries(asked()),
          ...(!proving && {[form.dataset.as]: token}),
          ...(confirmed && {confirm: true}),
        });
        const prove = now => {
          proving = now;
          form.querySelectorAll('label').forEach(label => { label.hidden = label.id !== 'mailbox' && (label === code) !== now; });
        };
        const done = answer => {
          if (answer.is_active === false) {
            prove(true);
            say(words.code_sent);
            return;
          }
          form.hidden = true;
          const next = answer.redirect && new URL(answer.redirect, location.origin);
          if (next && !answer.requires_2fa && /^https?:$/.test(next.protocol)) {
            location.assign(next);
          } else {
            say(answer.requires_2fa ? words.factor_due : keeping ? words.kept : words.done);
          }
        };
        const problem = answer => {
          if (answer.code === 'CONFIRMATION_REQUIRED') {
            const from = answer.asked_from;
            confirmed = true;
            terms.hidden = !answer.is_new_user;
            button.textContent = filled('confirm', answer);
            say(filled(from.provider ? 'from_bot' : 'from_device', {account: answer.account, device: from.name, address: from.ip_address, moment: moment(from.at)}));
          } else if (answer.code === 'ACCOUNT_LEAVING') {
            keeping = true;
            button.textContent = words.keep;
            say(filled('leaving', {moment: moment(answer.erased_at)}));
          } else {
            if (terms && answer.code === 'TERMS_NOT_ACCEPTED') {
              terms.hidden = false;
            }
            if (proving && answer.code === 'USERNAME_TAKEN') {
              prove(false);
            }
            const known = [answer.code, ...answer.reasons || []].map(code => words[code.toLowerCase()]).filter(Boolean);
            say(known.length ? known.join(' ') : [answer.title, answer.accepted].filter(Boolean).join(': '));
          }
        };
        form.addEventListener('submit', async event => {
          event.preventDefault();
          button.disabled = true;
          try {
            const reply = await fetch(keeping ? 'api/v1/auth/me/restore' : proving ? 'api/v1/auth/verify-otp' : form.dataset.to, {
              method: 'POST',
              headers: {'Content-Type': 'application/json'},
              body: JSON.stringify(body()),
            });
            const answer = await reply.json();
            (reply.ok ? done : problem)(answer);
          } catch (gone) {
            say(words.failed);
          }
          button.disabled = false;
        });
      })();
      """;

  /** What stands where the script fills something in. */
  private static final Map<String, String> OPEN = Map.of(
      "account", "{account}", "device", "{device}", "address", "{address}", "moment", "{moment}");

  private final HttpServer.Neighbours neighbours;

  Landing(HttpServer.Neighbours neighbours) {
    this.neighbours = neighbours;
  }

  /** A page with one button. */
  enum Lead {
    MAGIC_LINK(
        PageText.SIGN_IN_TITLE,
        PageText.SIGN_IN_BEGIN,
        PageText.SIGN_IN_PRESS,
        PageText.SIGN_IN_DONE,
        "api/v1/auth/magic-link/verify",
        Page.Part.TERMS),
    /** Nobody but the owner of the account was given it, who may have been talked into opening it. */
    BOT_LINK(
        PageText.SIGN_IN_TITLE,
        PageText.BOT_LINK_BEGIN,
        PageText.BOT_LINK_PRESS,
        PageText.SIGN_IN_DONE,
        "api/v1/auth/telegram/bot-link",
        Page.Part.TERMS),
    /** Whom it is for says who comes: a username, an address that a code proves, or both. */
    INVITATION(
        PageText.INVITATION_TITLE,
        PageText.INVITATION_BEGIN,
        PageText.INVITATION_PRESS,
        PageText.SIGN_IN_DONE,
        "api/v1/auth/register",
        Page.Part.REGISTRATION),
    /** Whom it makes one of staff gives an address in any case: without a mailbox no second factor is enrolled. */
    STAFF_INVITATION(
        PageText.INVITATION_TITLE,
        PageText.INVITATION_BEGIN_STAFF,
        PageText.INVITATION_PRESS,
        PageText.SIGN_IN_DONE,
        "api/v1/auth/register",
        Page.Part.STAFF_REGISTRATION),
    RESET(
        PageText.RESET_TITLE,
        PageText.RESET_BEGIN,
        PageText.RESET_PRESS,
        PageText.RESET_DONE,
        "api/v1/auth/reset-password",
        Page.Part.NEW_PASSWORD),
    REVERT(
        PageText.REVERT_TITLE,
        PageText.REVERT_BEGIN,
        PageText.REVERT_PRESS,
        PageText.REVERT_DONE,
        "../api/v1/auth/email/revert",
        Page.Part.NOTHING);

    private final PageText title;
    private final PageText begin;
    private final PageText press;
    private final PageText done;
    private final String to;
    private final Page.Part part;

    /** @param to relative to the page, so that it stays in its realm */
    Lead(PageText title, PageText begin, PageText press, PageText done, String to, Page.Part part) {
      this.title = title;
      this.begin = begin;
      this.press = press;
      this.done = done;
      this.to = to;
      this.part = part;
    }

    /** By which name the secret of the link is sent. */
    private String as() {
      return this == INVITATION || this == STAFF_INVITATION ? "invite_token" : "token";
    }
  }

  Action of(Lead lead) {
    return visit -> page(visit, lead);
  }

  Answer invitation(Visit visit) {
    boolean staff = visit.place().realm().kind() == RealmKind.STAFF;
    return page(visit, staff ? Lead.STAFF_INVITATION : Lead.INVITATION);
  }

  private Answer page(Visit visit, Lead lead) {
    HttpServer.Texts reader = neighbours.texts(Language.of(visit));
    Function<PageText, String> texts = text -> reader.say(text, OPEN);
    ObjectNode words = Json.object().put("done", texts.apply(lead.done));
    PageText.said().forEach(text -> words.put(text.word(), texts.apply(text)));
    return new Page(texts.apply(lead.title), reader)
        .status(texts.apply(lead.begin))
        .form(lead.to, lead.as(), words.toString())
        .part(lead.part, texts)
        .press(texts.apply(lead.press), texts.apply(PageText.NO_SCRIPT))
        .answer(SCRIPT)
        .header("Vary", "Accept-Language");
  }
}
