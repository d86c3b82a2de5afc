package dev.gatehouse.application.handshake;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Optional;

/** Somebody who acts where the provider has said who that is, and not in a browser of ours. */
record Elsewhere(Realm realm, ProvenIdentity person) {
  /** Whose account it is. */
  Optional<AccountId> account(Store.Unit unit) {
    return unit.identities().owner(realm.key(), person.all());
  }

  /** The same with its epoch, the row locked. */
  static OneTimeSecret.Owner owner(Account account) {
    return new OneTimeSecret.Owner(account.id(), account.epoch());
  }

  /** What is on record of what was done there, by the owner of the account where there is one. From where, no provider says. */
  void record(Store.Unit unit, EventType type, String reason, Instant now) {
    Optional<AccountId> account = account(unit);
    Actor actor = account.map(Actor::owner).orElse(Actor.STRANGER);
    unit.record(event(type, account, actor, reason, now));
  }

  Event event(
      EventType type, Optional<AccountId> account, Actor actor, String reason, Instant now) {
    Event event = Event.of(type, now, Optional.of(realm.key()), actor).because(reason);
    return account.map(event::about).orElse(event);
  }

  String provider() {
    return person.identity().provider().value();
  }
}
