package dev.gatehouse.application.handshake;

import dev.gatehouse.application.Buckets;
import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.Store;
import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is done to handshakes elsewhere, by people who may have made their names up: that costs nothing. What comes to nothing writes nothing, and so much of it is
 * on record; beyond that it is heard.
 */
final class VainAnswers {
  /** By one person. */
  private static final Limit PERSON = new Limit(20, Duration.ofHours(1));

  /** In one realm, by however many. */
  private static final Limit REALM = new Limit(1_200, Duration.ofHours(1));

  private final Environment environment;
  private final Buckets buckets;

  VainAnswers(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.buckets = new Buckets(environment, keys);
  }

  /** There is none, or it is not this person's: nothing of the unit stays. Stackless: it is no fault. */
  private static final class Vain extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    Vain() {
      super("no handshake of this person's", null, false, false);
    }
  }

  /**
   * Does something to a handshake.
   *
   * @param work empty where there is none that is this person's
   * @param reason what is on record then
   * @throws dev.gatehouse.domain.refusal.Refused {@code NotFound} then, and whatever the work throws
   */
  <R> R done(Elsewhere there, Function<Store.Unit, Optional<R>> work, String reason, Instant now) {
    try {
      return environment.store().atomically(unit -> work.apply(unit).orElseThrow(Vain::new));
    } catch (Vain vain) {
      tell(there, reason, now);
      throw new Refusal.NotFound().thrown();
    }
  }

  /** By the account of who it was, or under what a person without one is counted as. */
  private void tell(Elsewhere there, String reason, Instant now) {
    String whom = buckets.nameless(there.realm().key(), there.person().identity());
    if (granted("handshake-vain-one", there, whom, PERSON, now)
        && granted("handshake-vain", there, "all", REALM, now)) {
      environment.store().atomically(unit -> {
        unit.record(event(there, there.account(unit), whom, reason, now));
        return reason;
      });
    } else {
      environment.listeners().accept(event(there, Optional.empty(), whom, reason, now));
    }
  }

  private boolean granted(String action, Elsewhere there, String whom, Limit limit, Instant now) {
    return buckets.take(action, there.realm().key(), whom, limit, now).granted();
  }

  private static Event event(
      Elsewhere there, Optional<AccountId> account, String whom, String reason, Instant now) {
    Actor actor = account.map(Actor::owner).orElseGet(() -> Actor.stranger(whom));
    return there.event(EventType.HANDSHAKE_FAILED, account, actor, reason, now);
  }
}
