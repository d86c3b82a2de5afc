package dev.gatehouse.application.account;

import dev.gatehouse.application.Buckets;
import dev.gatehouse.application.Environment;
import dev.gatehouse.application.signin.StepUp;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Departure;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;

/**
 * The caller's own account is to be erased. Nobody gets tokens for it from now on; name and address stay taken, and its owner may {@linkplain
 * RestoreAccount keep} it, until the grace period ends.
 */
public final class DeleteAccount {
  /** Each is told of by mail, and so is thinking better of it: who has the password is not to flood the mailbox by that. */
  private static final Limit ASKED = new Limit(5, Duration.ofHours(1));

  private final Environment environment;
  private final Farewell farewell;
  private final Buckets buckets;

  public DeleteAccount(Environment environment, KeyRings keys, Farewell farewell) {
    this.environment = environment;
    this.farewell = farewell;
    this.buckets = new Buckets(environment, keys);
  }

  /** When it will be erased, and how many sessions were ended. */
  public record Scheduled(Instant until, int ended) {}

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code StepUpRequired}, {@code TokenRejected} when the account is no longer active, {@code NotPermitted} to an owner of a
   *     staff realm: that role is given and taken by command only, so that no realm is left without one, {@code Throttled}
   */
  public Scheduled handle(Client client, AccessClaims caller) {
    Instant now = environment.now();
    environment.store().atomically(unit -> mayLeave(unit, caller, now));
    buckets.insist("delete", client, caller.subject().toString(), ASKED, now);
    return environment.store().atomically(unit -> leave(unit, client, caller, now));
  }

  private static Account mayLeave(Store.Unit unit, AccessClaims caller, Instant now) {
    Account account = StepUp.require(unit, caller, now);
    if (account.roles().contains(Role.OWNER)) {
      throw new Refusal.NotPermitted().thrown();
    }
    return account;
  }

  private Scheduled leave(Store.Unit unit, Client client, AccessClaims caller, Instant now) {
    Account account = mayLeave(unit, caller, now);
    Departure departure = new Departure(
        account.id(),
        account.realm(),
        now,
        now.plus(client.realm().accounts().grace()),
        true,
        account.status());
    Farewell.Told told = new Farewell.Told(
        type -> Event.of(type, now, client, Actor.owner(account.id()))
            .about(account.id())
            .about(caller.session()),
        TellOwner.from(client));
    return new Scheduled(departure.dueAt(), farewell.begin(unit, account, departure, told));
  }
}
