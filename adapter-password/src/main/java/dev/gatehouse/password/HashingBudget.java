package dev.gatehouse.password;

import dev.gatehouse.port.Outage;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * How much memory may be hashed in at once, and so how many hashes. A hash takes what it fills, at least one place; who comes first is served first, a large one is not overtaken.
 */
final class HashingBudget {
  /** As many as a place can serve in the default patience. Who comes later would wait in vain, so is told at once. */
  private static final int WAITERS_PER_PLACE = 16;

  private static final String WHAT = "password hashing";
  private static final Duration WHEN_SLOW = Duration.ofSeconds(1);
  private static final Duration WHEN_CROWDED = Duration.ofSeconds(2);

  private final int placeKib;
  private final int totalKib;
  private final int mostWaiting;
  private final Duration patience;
  private final Semaphore free;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();

  HashingBudget(int placeKib, int places, Duration patience) {
    this.placeKib = placeKib;
    this.totalKib = Math.multiplyExact(placeKib, places);
    this.mostWaiting = Math.multiplyExact(places, WAITERS_PER_PLACE);
    this.patience = patience;
    this.free = new Semaphore(totalKib, true);
  }

  /** Whether a hash of this size can ever run. */
  boolean fits(int kib) {
    return kib <= totalKib;
  }

  /** @throws Outage when too many wait already */
  void expectRoom() {
    if (waiting.get() >= mostWaiting) {
      throw new Outage(WHAT, WHEN_CROWDED);
    }
  }

  /**
   * Runs work that fills this much memory.
   *
   * @throws Outage when there is no room for it within the patience, or too many wait already, or the thread is interrupted (its flag stays set); the work has not begun then
   */
  <T> T spend(int kib, Supplier<T> work) {
    int weight = Math.max(kib, placeKib);
    acquire(weight);
    running.incrementAndGet();
    try {
      return work.get();
    } finally {
      running.decrementAndGet();
      free.release(weight);
    }
  }

  private void acquire(int weight) {
    try {
      // with a timeout, even of zero, the queue is honoured; without one it would be jumped
      if (!free.tryAcquire(weight, 0, TimeUnit.NANOSECONDS)) {
        await(weight);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Outage(WHAT, WHEN_SLOW, interrupted);
    }
  }

  private void await(int weight) throws InterruptedException {
    try {
      if (waiting.incrementAndGet() > mostWaiting) {
        throw new Outage(WHAT, WHEN_CROWDED);
      }
      if (!free.tryAcquire(weight, patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new Outage(WHAT, WHEN_SLOW);
      }
    } finally {
      waiting.decrementAndGet();
    }
  }

  /** Hashes that run now. */
  int running() {
    return running.get();
  }

  /** Callers that wait now. */
  int waiting() {
    return waiting.get();
  }

  /** Memory that running hashes may fill now, in KiB. */
  int inUseKib() {
    return totalKib - free.availablePermits();
  }

  int totalKib() {
    return totalKib;
  }
}
