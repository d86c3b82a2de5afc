package dev.gatehouse.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Waits on a channel, on a connection kept for that. It only makes things faster: where it cannot listen it just waits, and says nothing.
 * It has no thread of its own; one of those that wait listens for all of them.
 */
final class Listener implements AutoCloseable {
  /** How soon an interrupt is noticed, which does not end a read. */
  private static final long SLICE = Duration.ofMillis(100).toNanos();

  /** A connection that was silent for so long is asked whether it is still there. */
  private static final long SILENCE = Duration.ofSeconds(30).toNanos();

  /** Between two tries to connect. */
  private static final long SHORTEST_PAUSE = Duration.ofMillis(250).toNanos();

  private static final long LONGEST_PAUSE = Duration.ofSeconds(30).toNanos();

  private final DataSource source;
  private final String channel;
  private final AtomicLong heard = new AtomicLong();

  /** Whoever holds it owns everything below. */
  private final ReentrantLock listening = new ReentrantLock();

  private Optional<Connection> connection = Optional.empty();
  private long heardAt;
  private long triedAt;
  private long pause;
  private boolean closed;

  Listener(DataSource source, String channel) {
    this.source = source;
    this.channel = channel;
  }

  /** Until something is heard, or may have been missed, or that long. */
  void await(Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    long before = heard.get();
    if (!listening.tryLock(longest.toNanos(), TimeUnit.NANOSECONDS)) {
      return;
    }
    try {
      for (long left = end - System.nanoTime();
          left > 0 && heard.get() == before;
          left = end - System.nanoTime()) {
        listen(Math.min(left, SLICE));
      }
    } finally {
      listening.unlock();
    }
  }

  private void listen(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      connectIfDue();
      if (connection.isPresent()) {
        receive(connection.get(), nanos);
        return;
      }
    } catch (SQLException | RuntimeException broken) {
      drop();
    }
    TimeUnit.NANOSECONDS.sleep(nanos);
  }

  private void connectIfDue() throws SQLException {
    long now = System.nanoTime();
    boolean paused = now - triedAt < pause;
    if (connection.isPresent()) {
      // it held, so the next try need not wait
      pause = paused ? pause : 0;
    } else if (!closed && !paused) {
      triedAt = now;
      pause = Math.min(Math.max(2 * pause, SHORTEST_PAUSE), LONGEST_PAUSE);
      connection = Optional.of(connect());
      // what was announced before was missed
      hear();
    }
  }

  private Connection connect() throws SQLException {
    Connection fresh = source.getConnection();
    try (Statement listen = fresh.createStatement()) {
      fresh.setAutoCommit(true);
      listen.execute("listen " + channel);
      return fresh;
    } catch (SQLException | RuntimeException failure) {
      fresh.close();
      throw failure;
    }
  }

  private void receive(Connection from, long nanos) throws SQLException {
    int millis = Math.max(1, (int) TimeUnit.NANOSECONDS.toMillis(nanos));
    if (from.unwrap(PGConnection.class).getNotifications(millis).length > 0) {
      hear();
    } else if (System.nanoTime() - heardAt > SILENCE) {
      if (!from.isValid(1)) {
        throw new SQLException("the connection went away without a word");
      }
      heardAt = System.nanoTime();
    }
  }

  private void hear() {
    heardAt = System.nanoTime();
    heard.incrementAndGet();
  }

  /** It may be a pool's, and go on to somebody else. */
  private static void unlisten(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      int patience = connection.getNetworkTimeout();
      // a wire that fell silent must not hold up who closes
      connection.setNetworkTimeout(Runnable::run, 1000);
      statement.execute("unlisten *");
      connection.setNetworkTimeout(Runnable::run, patience);
    } catch (SQLException broken) {
      // then nobody listens on it any more
    }
  }

  private void drop() {
    Optional<Connection> gone = connection;
    connection = Optional.empty();
    gone.ifPresent(c -> {
      try {
        c.close();
      } catch (SQLException e) {
        // nothing was to be kept of it
      }
    });
  }

  @Override
  public void close() {
    listening.lock();
    try {
      closed = true;
      connection.ifPresent(Listener::unlisten);
      drop();
    } finally {
      listening.unlock();
    }
  }
}
