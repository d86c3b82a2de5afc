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

  /** The same action; a refusal or a failure is held back as a success is. */
  Action under(Action action) {
    return visit -> {
      long began = clock.monotonicTime();
      try {
        return action.handle(visit);
      } finally {
        hold(nanos - (clock.monotonicTime() - began));
      }
    };
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
