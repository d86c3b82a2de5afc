package dev.gatehouse.application.handshake;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.handshake.HandshakeId;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import java.time.Instant;

/** Keeps a browser out for good, by who opened the handshake: also once it is confirmed, until it is collected. */
public final class DenyHandshake {
  private final Environment environment;

  public DenyHandshake(Environment environment) {
    this.environment = environment;
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code NotFound} when there is none (any more), or it is not this person's */
  public void handle(Realm realm, HandshakeId id, ProvenIdentity person) {
    Instant now = environment.now();
    Elsewhere there = new Elsewhere(realm, person);
    environment.store().atomically(unit -> {
      if (!unit.handshakes().deny(id.row(realm.key()), id.opener(person.identity()), now)) {
        there.record(unit, EventType.HANDSHAKE_FAILED, "NOT_TO_BE_DENIED", now);
        throw new Refusal.NotFound().thrown();
      }
      there.record(unit, EventType.HANDSHAKE_DENIED, there.provider(), now);
      return id;
    });
  }
}
