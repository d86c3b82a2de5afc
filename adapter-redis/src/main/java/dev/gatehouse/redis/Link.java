package dev.gatehouse.redis;

import dev.gatehouse.port.Outage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The way to Redis while it answers. Whatever fails breaks it: for a while nobody goes there, then one caller at a time tries, and the others do
 * without meanwhile. So a Redis that is silent costs one caller a time-out or two every few seconds, and one that is back is found without a
 * restart. Connections of before a break are not used again.
 */
final class Link implements AutoCloseable {
  /** Between two tries. */
  static final Duration PAUSE = Duration.ofSeconds(2);

  private sealed interface State {}

  private record Up(UnifiedJedis jedis) implements State {}

  private record Down(Instant since, String reason) implements State {}

  private record Closed() implements State {}

  private final Supplier<UnifiedJedis> connect;
  private final Clock clock;
  private final AtomicReference<State> state =
      new AtomicReference<>(new Down(Instant.MIN, "not asked yet"));
  private final AtomicBoolean trying = new AtomicBoolean();
  private final AtomicLong lost = new AtomicLong();

  Link(Supplier<UnifiedJedis> connect, Clock clock) {
    this.connect = connect;
    this.clock = clock;
  }

  /** @return empty where Redis was not asked, or did not answer */
  <R> Optional<R> ask(Function<UnifiedJedis, R> question) {
    State now = state.get();
    if (now instanceof Up up) {
      return over(up, question);
    }
    if (!(now instanceof Down down) || !due(down) || !trying.compareAndSet(false, true)) {
      return Optional.empty();
    }
    try {
      return again(down, question);
    } finally {
      trying.set(false);
    }
  }

  /** Whoever tried just before may have found it, or not. */
  private <R> Optional<R> again(Down before, Function<UnifiedJedis, R> question) {
    State now = state.get();
    if (now instanceof Up up) {
      return over(up, question);
    }
    return now == before ? tried(before, question) : Optional.empty();
  }

  private <R> Optional<R> over(Up up, Function<UnifiedJedis, R> question) {
    try {
      return Optional.of(question.apply(up.jedis()));
    } catch (RuntimeException failure) {
      if (!interrupted(failure) && lost(up, failure)) {
        hangUp(up);
      }
      return Optional.empty();
    }
  }

  private <R> Optional<R> tried(Down before, Function<UnifiedJedis, R> question) {
    try {
      Up up = new Up(connect.get());
      return answered(before, up, question);
    } catch (RuntimeException failure) {
      if (!interrupted(failure)) {
        lost(before, failure);
      }
      return Optional.empty();
    }
  }

  /** The question shows whether there is a way: a single Redis has not been asked before. */
  private <R> Optional<R> answered(Down before, Up up, Function<UnifiedJedis, R> question) {
    boolean kept = false;
    try {
      R answer = question.apply(up.jedis());
      kept = state.compareAndSet(before, up);
      return Optional.of(answer);
    } finally {
      if (!kept) {
        hangUp(up);
      }
    }
  }

  /** @return whether nobody has found so before */
  private boolean lost(State before, RuntimeException failure) {
    boolean first = state.compareAndSet(before, new Down(clock.instant(), reason(failure)));
    lost.addAndGet(first ? 1 : 0);
    return first;
  }

  /** A clock that was set back keeps nobody waiting. */
  private boolean due(Down down) {
    Instant now = clock.instant();
    return now.isBefore(down.since()) || !now.isBefore(down.since().plus(PAUSE));
  }

  /** What Redis answers begins with a word for it, such as WRONGPASS; other messages may name addresses. */
  private static String reason(RuntimeException failure) {
    return failure instanceof JedisDataException
        ? String.valueOf(failure.getMessage()).split(" ", 2)[0]
        : failure.getClass().getSimpleName();
  }

  /** Whoever is told to stop says nothing about Redis. */
  private static boolean interrupted(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
    return Thread.currentThread().isInterrupted();
  }

  private static void hangUp(Up gone) {
    try {
      gone.jedis().close();
    } catch (RuntimeException e) {
      // nothing was to be kept of it
    }
  }

  /** Whether Redis answered when it was last asked. */
  boolean up() {
    return state.get() instanceof Up;
  }

  /** How often it was asked and did not answer, or refused. */
  long lost() {
    return lost.get();
  }

  /** @throws Outage naming why, where Redis does not answer, or did not a moment ago */
  void check() {
    if (ask(UnifiedJedis::ping).isEmpty() && state.get() instanceof Down down) {
      throw new Outage("redis (" + down.reason() + ")", PAUSE);
    }
  }

  @Override
  public void close() {
    if (state.getAndSet(new Closed()) instanceof Up up) {
      hangUp(up);
    }
  }
}
