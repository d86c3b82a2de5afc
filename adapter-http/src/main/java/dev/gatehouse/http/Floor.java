package dev.gatehouse.http;

import io.javalin.http.Context;
import io.micrometer.core.instrument.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Has answers that must not tell a known address from an unknown one come no earlier than a fixed time after their request, whichever way they went
 * (OWASP, Authentication Cheat Sheet: authentication responses). The time begins once the body is {@linkplain Arrival whole}: who sends it slowly gains
 * nothing.
 */
final class Floor {
  private final Clock clock;
  private final long nanos;

  Floor(Clock clock, Duration least) {
    this.clock = clock;
    this.nanos = least.toNanos();
  }

  /** Keeps an answer that is made until it may go; no thread waits for it. */
  void hold(Context context, Route route) {
    long left = nanos - (clock.monotonicTime() - Exchange.of(context).began());
    if (left > 0 && route.discreet().holds(context.statusCode())) {
      context.future(() -> CompletableFuture.runAsync(
          () -> {}, CompletableFuture.delayedExecutor(left, TimeUnit.NANOSECONDS)));
    }
  }
}
