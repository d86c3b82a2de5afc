package dev.gatehouse.http;

import io.micrometer.core.instrument.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Has answers that must not tell a known address from an unknown one come no earlier than a fixed time after their work began, whichever way they went
 * (OWASP, Authentication Cheat Sheet: authentication responses). The work begins once the request is whole: who sends it slowly gains nothing.
 */
final class Floor {
  private final Clock clock;
  private final long nanos;

  Floor(Clock clock, Duration least) {
    this.clock = clock;
    this.nanos = least.toNanos();
  }

  /** What the route's action answers or throws, in time. */
  Answer handle(Route route, Visit visit) {
    long began = clock.monotonicTime();
    boolean held = route.discreet() != Route.Discreet.NOTHING;
    try {
      Answer answer = route.action().handle(visit);
      held = route.discreet() == Route.Discreet.EVERYTHING;
      return answer;
    } finally {
      if (held) {
        hold(nanos - (clock.monotonicTime() - began));
      }
    }
  }

  /** Until then, or until the server closes and cuts it off. */
  private static void hold(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }
}
