package dev.gatehouse.application.admin;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.realm.RealmKey;
import java.time.Instant;
import java.util.Optional;

/**
 * An administrative act: who does it, to whom, and why. Without its audit row it is not done.
 *
 * @param reason for the audit row; 1 to 200 characters, naming no person
 */
public record Act(Actor actor, RealmKey realm, AccountId account, String reason) {
  public Act {
    if (reason.isBlank() || reason.length() > 200) {
      throw new IllegalArgumentException(
          "a reason of " + reason.length() + " characters; 1 to 200 are expected");
    }
  }

  Event event(EventType type, Instant now) {
    return Event.of(type, now, Optional.of(realm), actor).about(account).because(reason);
  }
}
