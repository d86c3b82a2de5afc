package dev.gatehouse.application.signin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.port.Store;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Tickets for sign-ins for which something is due yet. One is bound to its purpose and realm, to the transport of the session that it may lead to, and
 * to the account's epoch; it is good for five tries of whatever has to be shown with it, and for one session.
 */
public final class Tickets {
  private final Environment environment;
  private final KeyRings keys;

  public Tickets(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.keys = keys;
  }

  SecretText issue(Store.Unit unit, OpenSession.Proven proven, Purpose purpose, Instant now) {
    Account account = proven.account();
    SecretText ticket =
        SecretText.fresh(purpose.form(), environment.randomness().bytes(SecretText.LINK_BYTES));
    Scope scope = new Scope(
        purpose,
        account.realm(),
        HeldSignIn.of(proven).text(),
        Optional.of(way(proven.client().transport())));
    OneTimeSecret.Owner owner = new OneTimeSecret.Owner(account.id(), account.epoch());
    unit.secrets()
        .issue(OneTimeSecret.issue(scope, keys.digests(), ticket, Optional.of(owner), now));
    return ticket;
  }

  /** What a ticket stands for, if it is good for a try here; nothing is counted. */
  public Optional<HeldSignIn> look(
      Store.Unit unit, Client client, Purpose purpose, SecretText ticket, Instant now) {
    Scope scope = scope(client, purpose);
    return unit.secrets()
        .look(scope, places(scope, ticket), now)
        .flatMap(waiting -> HeldSignIn.parse(waiting.subject()));
  }

  /** Takes a try of a ticket; returns for how many more it is good, and nothing when it is good for none (any more) here. */
  public OptionalInt attempt(
      Store.Unit unit, Client client, Purpose purpose, SecretText ticket, Instant now) {
    Scope scope = scope(client, purpose);
    return unit.secrets()
        .attempt(scope, places(scope, ticket), now)
        .map(attempt -> OptionalInt.of(attempt.attemptsLeft()))
        .orElseGet(OptionalInt::empty);
  }

  /** Spends a ticket of which a try was taken; false when somebody else has by now. */
  public boolean spend(
      Store.Unit unit, Client client, Purpose purpose, SecretText ticket, Instant now) {
    Scope scope = scope(client, purpose);
    return unit.secrets().spend(scope, places(scope, ticket), now);
  }

  private List<Scope.Located> places(Scope scope, SecretText ticket) {
    return scope.locate(keys.digests(), ticket);
  }

  private static Scope scope(Client client, Purpose purpose) {
    return Scope.ofLink(purpose, client.realm().key(), Optional.of(way(client.transport())));
  }

  /** What stands for a transport where flows are told apart: no cookie becomes a bearer token on the way. */
  private static Digest way(Transport transport) {
    return Digest.sha256(transport.name().getBytes(StandardCharsets.US_ASCII));
  }
}
