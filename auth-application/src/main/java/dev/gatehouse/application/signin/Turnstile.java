package dev.gatehouse.application.signin;

import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Outage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * How many of one host may be at work that hashes passwords, on one node and in memory; the others of that host wait in a queue of their own. So one
 * machine alone, right passwords or not, does not take the room that hashing has for everybody (L37).
 */
public final class Turnstile {
  private static final int AT_ONCE = 4;

  /** With those who wait. */
  private static final int MOST = 64;

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration LATER = Duration.ofSeconds(1);

  private final Map<String, Queue> queues = new ConcurrentHashMap<>();

  private record Queue(Semaphore free, AtomicInteger present) {
    Queue() {
      this(new Semaphore(AT_ONCE, true), new AtomicInteger());
    }
  }

  /**
   * Does the work in turn.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code Throttled} when too many of that host are there, or its turn does not come; the work has not begun then
   */
  public <R> R pass(Client client, Supplier<R> work) {
    String host = client.address().host();
    Queue queue =
        queues.compute(host, (key, known) -> entered(known == null ? new Queue() : known));
    try {
      await(queue);
      try {
        return work.get();
      } finally {
        queue.free().release();
      }
    } finally {
      queues.computeIfPresent(
          host, (key, known) -> known.present().decrementAndGet() == 0 ? null : known);
    }
  }

  private static Queue entered(Queue queue) {
    queue.present().incrementAndGet();
    return queue;
  }

  private static void await(Queue queue) {
    try {
      if (queue.present().get() > MOST
          || !queue.free().tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new Refusal.Throttled(LATER).thrown();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Outage("password hashing", LATER, interrupted);
    }
  }
}
