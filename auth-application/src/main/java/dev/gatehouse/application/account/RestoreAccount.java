package dev.gatehouse.application.account;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.MailedTries;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.Departure;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Redemption;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Keeps an account that its owner had asked to delete, for who has the ticket that proving everything gave. It signs nobody in. */
public final class RestoreAccount {
  private final Environment environment;
  private final KeyRings keys;
  private final Farewell farewell;
  private final MailedTries tries;

  public RestoreAccount(Environment environment, KeyRings keys, Farewell farewell) {
    this.environment = environment;
    this.keys = keys;
    this.farewell = farewell;
    this.tries = new MailedTries(environment, keys);
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code CodeRejected} (the ticket is none, is spent or run out, or it is too late), {@code Throttled} */
  public void handle(Client client, SecretText ticket) {
    Instant now = environment.now();
    tries.insist("restore", client, scope(client), ticket, now);
    environment.store().atomically(unit -> restore(unit, client, ticket, now));
  }

  private static Scope scope(Client client) {
    return Scope.ofLink(Purpose.DELETION_UNDO, client.realm().key(), Optional.empty());
  }

  private Departure restore(Store.Unit unit, Client client, SecretText ticket, Instant now) {
    Scope scope = scope(client);
    Redemption redemption = unit.secrets().redeem(scope, scope.locate(keys.digests(), ticket), now);
    if (!redemption.accepted()) {
      throw rejected(unit, client, "UNKNOWN_LINK", now);
    }
    Account account = unit.accounts()
        .lock(new AccountId(UUID.fromString(redemption.subject())))
        .filter(Account::leaving)
        .orElseThrow(() -> rejected(unit, client, "ACCOUNT_CHANGED", now));
    Departure departure = unit.departures()
        .of(account.id())
        .filter(found -> found.undoable(now))
        .orElseThrow(() -> rejected(unit, client, "ACCOUNT_CHANGED", now));
    Farewell.Told told = new Farewell.Told(
        type -> Event.of(type, now, client, Actor.owner(account.id())).about(account.id()),
        TellOwner.from(client));
    farewell.undo(unit, account, departure, told, now);
    return departure;
  }

  private static RuntimeException rejected(
      Store.Unit unit, Client client, String reason, Instant now) {
    unit.record(
        Event.of(EventType.DELETION_UNDO_FAILED, now, client, Actor.STRANGER).because(reason));
    return new Refusal.CodeRejected(0).thrown();
  }
}
