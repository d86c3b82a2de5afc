package dev.gatehouse.app.process;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asking again and again until something holds, far longer than it should take. */
final class Patience {
  static final Duration LIMIT = Duration.ofSeconds(90);

  private static final CountDownLatch NEVER = new CountDownLatch(1);
  private static final long MOMENT_MILLIS = 10;

  private Patience() {}

  /** Returns how long it took to hold. */
  static Duration until(String what, Callable<Boolean> condition) {
    long began = System.nanoTime();
    try {
      while (!condition.call()) {
        if (System.nanoTime() - began > LIMIT.toNanos()) {
          throw new AssertionError("after " + LIMIT + " still not: " + what);
        }
        // leaves a small machine to the other processes
        NEVER.await(MOMENT_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (Exception e) {
      throw new AssertionError("while waiting until: " + what, e);
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
