package dev.gatehouse.application.telegram;

import dev.gatehouse.application.linking.IdentityDoor;
import dev.gatehouse.application.signin.StepUp;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Optional;

/** Finds whose account it is that somebody may touch in a messenger: the one that has the identity, and no other. */
final class ByIdentity {
  private ByIdentity() {}

  /**
   * The account, locked.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code NotFound} when no account has the identity, or one that may not be used
   */
  static Account lock(Store.Unit unit, Realm realm, ProvenIdentity person) {
    IdentityDoor.checkOpen(realm);
    return unit.identities()
        .owner(realm.key(), person.all())
        .flatMap(unit.accounts()::lock)
        // it may have been taken from the account while its row was waited for
        .filter(account ->
            unit.identities().owner(realm.key(), person.all()).equals(Optional.of(account.id())))
        .filter(Account::active)
        .orElseThrow(() -> new Refusal.NotFound().thrown());
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code StepUpRequired} when the account has one: it is asked for elsewhere (decision 0024) */
  static void requireNoSecondFactor(Store.Unit unit, Account account) {
    if (!account.secondFactors().isEmpty()) {
      throw StepUp.required(account, unit.accounts().hasPassword(account.id())).thrown();
    }
  }

  /** What is on record of what the owner does there. */
  static Event event(EventType type, Account account, Instant now) {
    return Event.of(type, now, Optional.of(account.realm()), Actor.owner(account.id()))
        .about(account.id());
  }
}
