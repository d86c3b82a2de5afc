package dev.gatehouse.client;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Asks again and again until something holds, far longer than it should take. */
final class Until {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private Until() {}

  /** Returns how long it took to hold. */
  static Duration holds(String what, BooleanSupplier condition) {
    long began = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - began > LIMIT.toNanos()) {
        throw new AssertionError("after " + LIMIT + " still not: " + what);
      }
      try {
        // leaves a small machine to the others
        NEVER.await(5, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
