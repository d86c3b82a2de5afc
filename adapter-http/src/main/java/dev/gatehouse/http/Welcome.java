package dev.gatehouse.http;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Answers who has signed in, or has proven a first factor: in the body or in cookies, never in both (L19, L27). */
final class Welcome {
  private Welcome() {}

  static Answer answer(Visit visit, Client client, SignIn signIn, boolean remember) {
    return signIn.match(
        in -> signedIn(visit, client, in, remember),
        due -> ticket(visit, client, due.ticket(), false),
        due -> ticket(visit, client, due.ticket(), true));
  }

  private static Answer signedIn(Visit visit, Client client, SignIn.SignedIn in, boolean remember) {
    boolean cookie = client.transport() == Transport.COOKIE;
    SignInView view = SignInView.of(
        TokensView.of(in.tokens(), client.transport()),
        UserView.signedIn(in.account(), in.tokens().claims(), client.address()),
        Optional.of(in.mark()).filter(mark -> !cookie));
    Answer answer = Answer.ok(view);
    return cookie
        ? answer
            .cookies(tokens(visit.cookies(), in.tokens(), remember))
            .cookie(visit
                .cookies()
                .device(DeviceMarks.with(in.mark(), visit.cookie(visit.cookies().device()))))
        : answer;
  }

  private static Answer ticket(Visit visit, Client client, SecretText ticket, boolean setup) {
    return client.transport() == Transport.COOKIE
        ? Answer.ok(SignInView.due(setup, Optional.empty()))
            .cookie(visit.cookies().ticket(ticket.reveal()))
        : Answer.ok(SignInView.due(setup, Optional.of(ticket)));
  }

  /** The tokens as cookies: for as long as they are good where the person asked to be remembered, else as long as the browser runs. */
  static List<Cookie> tokens(Cookies cookies, Tokens tokens, boolean remember) {
    return List.of(
        cookies.access(
            tokens.access().reveal(),
            Optional.of(TokensView.expiresIn(tokens)).filter(life -> remember)),
        cookies.refresh(
            tokens.refresh().reveal(), Optional.of(idle(tokens)).filter(life -> remember)));
  }

  /** Whether the session is one that outlasts the browser: it lives on for longer than others do. */
  static boolean remembered(Realm realm, Tokens tokens) {
    return idle(tokens).minusSeconds(1).compareTo(realm.sessions().idle()) > 0;
  }

  private static Duration idle(Tokens tokens) {
    return Duration.between(tokens.claims().issuedAt(), tokens.refreshUntil());
  }
}
