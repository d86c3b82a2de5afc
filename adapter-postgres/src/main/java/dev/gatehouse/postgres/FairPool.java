package dev.gatehouse.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.jdbi.v3.core.ConnectionFactory;

/**
 * A pool that keeps nobody waiting while others are served again and again. By itself it gives a connection that comes back to whoever asks just
 * then: under load some wait a hundred times as long as most do, and more wait in vain. Here whoever has waited longest has at least one turn of
 * {@value #TURNS}. The others are for whoever is there already, since a turn that has to wake a thread first leaves the connection idle meanwhile.
 */
final class FairPool implements ConnectionFactory, AutoCloseable {
  private static final int TURNS = 4;

  private final HikariDataSource pool;
  private final Semaphore turns;

  /** Turns in a row that were not had by the one who has waited longest. */
  private final AtomicInteger jumped = new AtomicInteger();

  FairPool(HikariConfig config) {
    this.pool = new HikariDataSource(config);
    this.turns = new Semaphore(config.getMaximumPoolSize(), true);
  }

  @Override
  public Connection openConnection() throws SQLException {
    await();
    try {
      return pool.getConnection();
    } catch (Throwable failure) {
      turns.release();
      throw failure;
    }
  }

  @Override
  public void closeConnection(Connection connection) throws SQLException {
    try {
      connection.close();
    } finally {
      turns.release();
    }
  }

  /** Gauge: connections that are in use. */
  int inUse() {
    return gauge(HikariPoolMXBean::getActiveConnections);
  }

  /** Gauge: connections that wait for work. */
  int idle() {
    return gauge(HikariPoolMXBean::getIdleConnections);
  }

  /** Gauge: callers that wait for a connection. */
  int awaited() {
    return turns.getQueueLength() + gauge(HikariPoolMXBean::getThreadsAwaitingConnection);
  }

  /** The pool tells nothing before its first connection was asked for. */
  private int gauge(ToIntFunction<HikariPoolMXBean> of) {
    return Optional.ofNullable(pool.getHikariPoolMXBean()).map(of::applyAsInt).orElse(0);
  }

  @Override
  public void close() {
    pool.close();
  }

  private void await() throws SQLException {
    if (jumped.get() < TURNS - 1 && turns.tryAcquire()) {
      if (!turns.hasQueuedThreads() || jumped.incrementAndGet() < TURNS) {
        return;
      }
      // others jumped at the same moment
      turns.release();
    }
    try {
      if (!turns.tryAcquire(pool.getConnectionTimeout(), TimeUnit.MILLISECONDS)) {
        throw new SQLTransientConnectionException("all connections are in use");
      }
      jumped.set(0);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SQLTransientConnectionException("interrupted while waiting for a connection");
    }
  }
}
