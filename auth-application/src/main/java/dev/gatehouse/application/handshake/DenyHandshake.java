package dev.gatehouse.application.handshake;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.handshake.HandshakeId;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.realm.Realm;
import java.time.Instant;
import java.util.Optional;

/** Keeps a browser out for good, by who opened the handshake: also once it is confirmed, until it is collected. */
public final class DenyHandshake {
  private final Environment environment;
  private final VainAnswers vain;

  public DenyHandshake(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.vain = new VainAnswers(environment, keys);
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code NotFound} when there is none (any more), or it is not this person's */
  public void handle(Realm realm, HandshakeId id, ProvenIdentity person) {
    Instant now = environment.now();
    Elsewhere there = new Elsewhere(realm, person);
    vain.done(
        there,
        unit -> {
          if (!unit.handshakes().deny(id.row(realm.key()), id.opener(person.identity()), now)) {
            return Optional.empty();
          }
          there.record(unit, EventType.HANDSHAKE_DENIED, there.provider(), now);
          return Optional.of(id);
        },
        "NOT_TO_BE_DENIED",
        now);
  }
}
