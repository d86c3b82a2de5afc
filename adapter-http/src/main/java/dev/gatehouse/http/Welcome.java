package dev.gatehouse.http;

import dev.gatehouse.application.linking.Entered;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Answers who has signed in, or has proven a first factor: in the body or in cookies, never in both (L19, L27). */
final class Welcome {
  private Welcome() {}

  /**
   * How somebody came.
   *
   * @param newcomer whether the account was made by it
   * @param redirect where the page was to go on
   * @param startParam what stood in the link by which the person came, where a provider hands that on
   */
  record Arrival(boolean newcomer, Optional<String> redirect, Optional<String> startParam) {
    static final Arrival PLAIN = new Arrival(false, Optional.empty());

    Arrival(boolean newcomer, Optional<String> redirect) {
      this(newcomer, redirect, Optional.empty());
    }

    /** By a provider's word. */
    static Arrival of(Entered entered) {
      return new Arrival(entered.newcomer(), Optional.empty(), entered.parameter());
    }
  }

  static Answer answer(Visit visit, Client client, SignIn signIn, boolean remember) {
    return answer(visit, client, signIn, remember, Arrival.PLAIN);
  }

  static Answer answer(
      Visit visit, Client client, SignIn signIn, boolean remember, Arrival arrival) {
    return answer(visit, client, signIn, remember, view -> view.by(arrival));
  }

  /** @param shape of the body */
  static Answer answer(
      Visit visit,
      Client client,
      SignIn signIn,
      boolean remember,
      Function<SignInView, Record> shape) {
    return signIn.match(
        in -> signedIn(visit, client, in, remember, shape),
        due -> ticket(visit, client, due.ticket(), false, shape),
        due -> ticket(visit, client, due.ticket(), true, shape),
        leaving -> leaving(visit, client, leaving));
  }

  /**
   * Who has completed what was begun before, and is remembered as was asked for then.
   *
   * @param shape of the body
   */
  static Answer completed(
      Visit visit, Client client, SignIn signIn, Function<SignInView, Record> shape) {
    boolean remember =
        signIn instanceof SignIn.SignedIn in && remembered(client.realm(), in.tokens());
    return signIn.match(
        in -> signedIn(visit, client, in, remember, shape),
        due -> ticket(visit, client, due.ticket(), false, view -> view),
        due -> ticket(visit, client, due.ticket(), true, view -> view),
        leaving -> leaving(visit, client, leaving));
  }

  private static Answer signedIn(
      Visit visit,
      Client client,
      SignIn.SignedIn in,
      boolean remember,
      Function<SignInView, Record> shape) {
    boolean cookie = client.transport() == Transport.COOKIE;
    SignInView view = SignInView.of(
        TokensView.of(in.tokens(), client.transport()),
        UserView.signedIn(
            in.account(), in.tokens().claims(), client, visit.linked(in.tokens().claims())),
        Optional.of(in.mark()).filter(mark -> !cookie));
    Answer answer = Answer.ok(shape.apply(view));
    return cookie
        ? answer
            .cookies(tokens(visit.cookies(), in.tokens(), remember))
            .cookies(visit.cookies().noTicket())
            .cookie(visit
                .cookies()
                .device(DeviceMarks.with(in.mark(), visit.cookie(visit.cookies().device()))))
        : answer;
  }

  /** A browser has a session or a ticket, never both: whose account an answer is about would be a guess. */
  private static Answer ticket(
      Visit visit,
      Client client,
      SecretText ticket,
      boolean setup,
      Function<SignInView, Record> shape) {
    return client.transport() == Transport.COOKIE
        ? Answer.ok(shape.apply(SignInView.due(setup, Optional.empty())))
            .cookie(visit.cookies().ticket(ticket.reveal()))
            .cookies(visit.cookies().signedOut())
        : Answer.ok(shape.apply(SignInView.due(setup, Optional.of(ticket))));
  }

  /** No session: the owner is told until when the account can be kept, and given the ticket for that. */
  private static Answer leaving(Visit visit, Client client, SignIn.Leaving leaving) {
    Refusal refusal = new Refusal.AccountLeaving(leaving.until());
    if (client.transport() == Transport.COOKIE) {
      throw RefusalTable.problem(refusal)
          .thrown()
          .with(Stream.concat(
                  Stream.of(visit.cookies().restore(leaving.ticket().reveal())),
                  visit.cookies().noTicket().stream())
              .toList());
    }
    throw RefusalTable.problem(refusal).carrying(leaving.ticket()).thrown();
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
