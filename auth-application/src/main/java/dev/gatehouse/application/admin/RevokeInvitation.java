package dev.gatehouse.application.admin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.refusal.Refusal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Makes an open invitation worthless, also for who has registered with it and not yet proven a mailbox. */
public final class RevokeInvitation {
  private final Environment environment;

  public RevokeInvitation(Environment environment) {
    this.environment = environment;
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code NotFound} when the realm has no such open invitation */
  public void handle(Actor actor, RealmKey realm, UUID id) {
    Instant now = environment.now();
    environment.store().atomically(unit -> {
      if (!unit.invitations().revoke(realm, id, now)) {
        throw new Refusal.NotFound().thrown();
      }
      unit.record(Event.of(EventType.INVITATION_REVOKED, now, Optional.of(realm), actor)
          .because(id.toString()));
      return id;
    });
  }
}
