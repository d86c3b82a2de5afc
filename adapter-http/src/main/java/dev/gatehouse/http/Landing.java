package dev.gatehouse.http;

/**
 * The pages to which mails lead. The secret stands in the fragment, which no browser sends; the script takes it out of the address at once, and sends it when
 * somebody presses and never by itself: what scans mails opens a page and does nothing (L14).
 */
final class Landing {
  private static final String SCRIPT = """
      (() => {
        const find = id => document.getElementById(id);
        const token = new URLSearchParams(location.hash.slice(1)).get('token');
        history.replaceState(null, '', location.pathname);
        const form = find('form'), button = find('press'), terms = find('terms'), word = find('word');
        const say = text => { find('say').textContent = text; };
        let confirmed = false, keeping = false;
        if (!token) {
          say('Open the link in your mail again.');
          form.hidden = true;
        }
        const body = () => keeping ? {} : ({
          token,
          ...(confirmed && {confirm: true}),
          ...(terms && find('accept').checked && {tos_accepted: true}),
          ...(word && {new_password: word.value}),
        });
        const done = answer => {
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
            say('This link signs in ' + answer.account + '. It was asked for on another device: ' + from.name + ', ' + from.ip_address + ', '
              + new Date(from.at).toLocaleString() + '. Go on only if that was you.');
          } else if (answer.code === 'ACCOUNT_LEAVING') {
            keeping = true;
            button.textContent = 'Keep the account';
            say('This account will be erased at ' + new Date(answer.erased_at).toLocaleString() + '. Press to keep it.');
          } else {
            if (terms && answer.code === 'TERMS_NOT_ACCEPTED') {
              terms.hidden = false;
            }
            say([answer.title, answer.accepted].filter(Boolean).join(': '));
          }
        };
        form.addEventListener('submit', async event => {
          event.preventDefault();
          button.disabled = true;
          try {
            const reply = await fetch(keeping ? 'api/v1/auth/me/restore' : form.dataset.to, {
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
        .form("api/v1/auth/magic-link/verify", "Sign in", Page.Part.TERMS)
        .answer(SCRIPT);
  }

  static Answer reset(Visit visit) {
    return new Page("Set a new password")
        .status("All sessions will end.")
        .form("api/v1/auth/reset-password", "Set the password", Page.Part.NEW_PASSWORD)
        .answer(SCRIPT);
  }

  static Answer revert(Visit visit) {
    return new Page("Take your address back")
        .status("Press to have the old address back. All sessions will end.")
        .form("../api/v1/auth/email/revert", "Take it back", Page.Part.NOTHING)
        .answer(SCRIPT);
  }
}
