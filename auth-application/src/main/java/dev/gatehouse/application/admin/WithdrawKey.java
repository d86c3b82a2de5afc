package dev.gatehouse.application.admin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Withdraws a compromised key at once, on every node: nothing it made is good any more, and another key takes its place. */
public final class WithdrawKey {
  private final Environment environment;
  private final KeyRings keys;

  public WithdrawKey(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.keys = keys;
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code NotFound} when there is no such key, or it is withdrawn already */
  public void handle(Actor actor, String kid) {
    Instant now = environment.now();
    KeyUse use = environment.storage().keys().all().stream()
        .filter(k -> k.kid().equals(kid))
        .map(KeyEntry::use)
        .findFirst()
        .orElseThrow(() -> new Refusal.NotFound().thrown());
    Consumer<Store.Unit> successor = keys.successor(use, now);
    environment.store().atomically(unit -> {
      boolean withdrawable = unit.keys().lock(use).stream()
          .anyMatch(k -> k.kid().equals(kid) && k.state() != KeyState.WITHDRAWN);
      if (!withdrawable) {
        throw new Refusal.NotFound().thrown();
      }
      unit.keys().move(kid, KeyState.WITHDRAWN, now);
      unit.record(
          Event.of(EventType.KEY_WITHDRAWN, now, Optional.empty(), actor).because(kid));
      successor.accept(unit);
      return kid;
    });
  }
}
