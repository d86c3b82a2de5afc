package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.port.Store.Unit;
import dev.gatehouse.port.Unreachable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * One lock, and the state that was committed last. Whoever writes takes the lock and writes on a copy, which replaces the state on success;
 * so units and one-statement verbs run one after another, and readers see what is committed without waiting.
 */
final class Engine {
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition announced = lock.newCondition();
  private volatile State committed = new State();
  private volatile boolean answering = true;

  void answering(boolean does) {
    answering = does;
  }

  /** What is committed: never to be written to. */
  State read() {
    if (!answering) {
      throw new Unreachable("memory", Duration.ofSeconds(1));
    }
    return committed;
  }

  /** Runs one statement, by itself and at once durable. */
  <R> R write(Function<State, R> statement) {
    return locked(
        "a verb of one statement was called inside a unit; it is called before or after it", () -> {
          State state = read().copy();
          R result = statement.apply(state);
          commit(state);
          return result;
        });
  }

  /** Runs a unit: a value returned or a refusal commits, anything else thrown leaves the state as it was. */
  <R> R atomically(Function<Unit, R> work) {
    return locked("a unit was begun inside a unit; units do not nest", () -> run(work));
  }

  private <R> R run(Function<Unit, R> work) {
    State state = read().copy();
    try (InMemoryUnit unit = new InMemoryUnit(state)) {
      R result = work.apply(unit);
      commit(state);
      return result;
    } catch (Refused decision) {
      commit(state);
      throw decision;
    }
  }

  private void commit(State state) {
    boolean news = state.lastRevocation() > committed.lastRevocation();
    committed = state;
    if (news) {
      announced.signalAll();
    }
  }

  /** Waits until something was announced after that place, or that long. */
  void awaitAfter(long position, Duration longest) throws InterruptedException {
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("waiting inside a unit holds up every other one");
    }
    long left = longest.toNanos();
    lock.lockInterruptibly();
    try {
      while (left > 0 && read().lastRevocation() <= position) {
        left = announced.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private interface Locked<R> {
    R run();
  }

  private <R> R locked(String nested, Locked<R> action) {
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException(nested);
    }
    acquire();
    try {
      return action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Does not wait for ever: a unit that waits for another thread, which wants the lock, is a mistake of the test's. */
  private void acquire() {
    try {
      if (lock.tryLock(30, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new Unreachable("memory", Duration.ofSeconds(1));
  }
}
