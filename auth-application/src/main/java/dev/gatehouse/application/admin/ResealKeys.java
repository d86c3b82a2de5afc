package dev.gatehouse.application.admin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.token.KeyUse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Seals anew, under the newest master key, every key that is sealed under an older one, so that the older one can be taken away. Every node has to
 * have the newest one by then: it reads the rings every half minute.
 */
public final class ResealKeys {
  private final Environment environment;
  private final KeyRings keys;

  public ResealKeys(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.keys = keys;
  }

  /**
   * Returns how many were sealed under an older one: none of them is any more.
   *
   * @throws IllegalStateException when one does not open under the ring; those of its use then stay as they are
   */
  public int handle(Actor actor) {
    int count = 0;
    for (KeyUse use : KeyUse.values()) {
      count += reseal(actor, use, environment.now());
    }
    return count;
  }

  private int reseal(Actor actor, KeyUse use, Instant now) {
    return environment.store().atomically(unit -> {
      List<KeyRings.Resealed> resealed = keys.resealed(unit.keys().lock(use));
      for (KeyRings.Resealed key : resealed) {
        unit.keys().reseal(key.kid(), key.sealed());
        unit.record(
            Event.of(EventType.KEY_RESEALED, now, Optional.empty(), actor).because(key.kid()));
      }
      return resealed.size();
    });
  }
}
