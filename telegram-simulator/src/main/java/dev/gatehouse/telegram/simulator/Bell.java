package dev.gatehouse.telegram.simulator;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The one lock around all that changes; whoever waits for something looks again after each change. */
final class Bell {
  private long changes;

  synchronized <T> T change(Supplier<T> work) {
    try {
      return work.get();
    } finally {
      ring();
    }
  }

  synchronized void ring() {
    changes++;
    notifyAll();
  }

  synchronized <T> T look(Supplier<T> work) {
    return work.get();
  }

  /** How often something has changed. */
  synchronized long changes() {
    return changes;
  }

  /** Whether it came true before that time was over. */
  synchronized boolean await(BooleanSupplier condition, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
