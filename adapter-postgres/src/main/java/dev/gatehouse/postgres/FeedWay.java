package dev.gatehouse.postgres;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * How the feed of revocations is read: by the way of its own, and by the pool while that way fails. Having failed it is left alone for a while,
 * longer each time, so that a server which does not even say no holds up a read now and then, and not every one.
 */
final class FeedWay {
  /** Between two tries of its own way, unless the pool fails as well. */
  private static final long SHORTEST_PAUSE = Duration.ofMillis(250).toNanos();

  private static final long LONGEST_PAUSE = Duration.ofSeconds(30).toNanos();

  private final Db own;
  private final Optional<Db> pool;
  private long triedAt;
  private long pause;

  /** @param pool where there is another way */
  FeedWay(Db own, Optional<Db> pool) {
    this.own = own;
    this.pool = pool;
  }

  <R> R read(Function<Handle, R> work) {
    return pool.map(other -> read(other, work)).orElseGet(() -> own.read(work));
  }

  private <R> R read(Db other, Function<Handle, R> work) {
    if (!due()) {
      return byTheOther(other, work);
    }
    try {
      R result = own.read(work);
      held();
      return result;
    } catch (RuntimeException broken) {
      // whatever it is: what is wrong with the statement itself, the other says again
      failed();
      return byTheOther(other, work);
    }
  }

  private <R> R byTheOther(Db other, Function<Handle, R> work) {
    try {
      return other.read(work);
    } catch (RuntimeException broken) {
      // nothing is left to spare the next read
      held();
      throw broken;
    }
  }

  /** Of many that read while it fails one tries, and the others do not wait for the same. */
  private synchronized boolean due() {
    long now = System.nanoTime();
    if (pause > 0 && now - triedAt < pause) {
      return false;
    }
    triedAt = now;
    return true;
  }

  private synchronized void held() {
    pause = 0;
  }

  private synchronized void failed() {
    triedAt = System.nanoTime();
    pause = Math.min(Math.max(2 * pause, SHORTEST_PAUSE), LONGEST_PAUSE);
  }
}
