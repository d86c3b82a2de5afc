package dev.gatehouse.application.admin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyRing;
import dev.gatehouse.domain.token.KeyUse;
import java.time.Instant;
import java.util.Optional;

/** Commands that a ring turns: its next key becomes active as soon as every node knows it. */
public final class RotateKeys {
  private final Environment environment;
  private final KeyRings keys;

  public RotateKeys(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.keys = keys;
  }

  /** Returns when the next key becomes active: at once, if it has been known long enough. */
  public Instant handle(Actor actor, KeyUse use) {
    Instant now = environment.now();
    keys.turn();
    Instant due = environment.store().atomically(unit -> {
      KeyEntry next = new KeyRing(unit.keys().lock(use))
          .next()
          .orElseThrow(() -> new IllegalStateException(
              "the ring " + use + " has no next key; turning it makes one"));
      Instant ready = KeyRing.ready(next, keys.policy(use));
      Instant at = ready.isAfter(now) ? ready : now;
      unit.keys().schedule(next.kid(), at);
      unit.record(Event.of(EventType.KEY_ROTATION_COMMANDED, now, Optional.empty(), actor)
          .because(next.kid()));
      return at;
    });
    keys.turn();
    return due;
  }
}
