package dev.gatehouse.http;

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
        const form = find('form'), button = find('press'), terms = find('terms'), code = find('code');
        const say = text => { find('say').textContent = text; };
        let confirmed = false, keeping = false, proving = false;
        if (!token) {
          say('Open the link again, where you were given it.');
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
            say('A mail with a code was sent. Enter the code.');
            return;
          }
          form.hidden = true;
          const next = answer.redirect && new URL(answer.redirect, location.origin);
          if (next && !answer.requires_2fa && /^https?:$/.test(next.protocol)) {
            location.assign(next);
          } else {
            say(answer.requires_2fa ? 'Your second factor is due: go on where you sign in.' : answer.message || 'You are signed in.');
          }
        };
        const problem = answer => {
          if (answer.code === 'CONFIRMATION_REQUIRED') {
            const from = answer.asked_from;
            confirmed = true;
            terms.hidden = !answer.is_new_user;
            button.textContent = 'Yes, sign in as ' + answer.account;
            say('This link signs in ' + answer.account + '. It was ' + (from.provider ? 'given by the bot, at ' + from.name : 'asked for on another device: ' + from.name + ', ' + from.ip_address) + ', '
              + new Date(from.at).toLocaleString() + '. Go on only if that was you.');
          } else if (answer.code === 'ACCOUNT_LEAVING') {
            keeping = true;
            button.textContent = 'Keep the account';
            say('This account will be erased at ' + new Date(answer.erased_at).toLocaleString() + '. Press to keep it.');
          } else {
            if (terms && answer.code === 'TERMS_NOT_ACCEPTED') {
              terms.hidden = false;
            }
            if (proving && answer.code === 'USERNAME_TAKEN') {
              prove(false);
            }
            say([answer.title, answer.accepted].filter(Boolean).join(': '));
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
            say('That did not work. Try again.');
          }
          button.disabled = false;
        });
      })();
      """;

  private Landing() {}

  static Answer magicLink(Visit visit) {
    return new Page("Sign in")
        .status("Press to sign in.")
        .form("api/v1/auth/magic-link/verify", "token", "Sign in", Page.Part.TERMS)
        .answer(SCRIPT);
  }

  /** Nobody but the owner of the account was given it, who may have been talked into opening it. */
  static Answer botLink(Visit visit) {
    return new Page("Sign in")
        .status("Press to see whom this link signs in.")
        .form("api/v1/auth/telegram/bot-link", "token", "Go on", Page.Part.TERMS)
        .answer(SCRIPT);
  }

  /** Whom it is for says who comes: a username, an address that a code proves, or both. */
  static Answer invitation(Visit visit) {
    return new Page("You are invited")
        .status("Choose a username, or give your address, or both.")
        .form("api/v1/auth/register", "invite_token", "Register", Page.Part.REGISTRATION)
        .answer(SCRIPT);
  }

  static Answer reset(Visit visit) {
    return new Page("Set a new password")
        .status("All sessions will end.")
        .form("api/v1/auth/reset-password", "token", "Set the password", Page.Part.NEW_PASSWORD)
        .answer(SCRIPT);
  }

  static Answer revert(Visit visit) {
    return new Page("Take your address back")
        .status("Press to have the old address back. All sessions will end.")
        .form("../api/v1/auth/email/revert", "token", "Take it back", Page.Part.NOTHING)
        .answer(SCRIPT);
  }
}
