package dev.gatehouse.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Follows a PostgreSQL by streaming, asynchronously: what is acknowledged there may not be here yet. It can be cut off, so that it surely is not,
 * and promoted.
 */
public final class Standby implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final ScratchPostgres primary;
  private final ScratchPostgres server;

  private Standby(ScratchPostgres primary) {
    this.primary = primary;
    this.server = primary.copy();
  }

  public static Standby of(ScratchPostgres primary) {
    return new Standby(primary);
  }

  public int port() {
    return server.port();
  }

  /** A database that the primary has, or had. */
  public PGSimpleDataSource database(String name) {
    return server.to(name);
  }

  /** Waits until all that was acknowledged so far is here. */
  public void awaitCaughtUp() {
    String there = ask(primary, "select pg_current_wal_flush_lsn()");
    until("select pg_last_wal_replay_lsn() >= '" + there + "'");
  }

  /** From now on nothing arrives. */
  public void cutOff() {
    execute("alter system set primary_conninfo = ''");
    execute("select pg_reload_conf()");
    until("select not exists (select from pg_stat_wal_receiver)");
  }

  /** Makes it the primary. */
  public void promote() {
    if (!ask(server, "select pg_promote(true, " + LIMIT.toSeconds() + ")").equals("t")) {
      throw new IllegalStateException("it was not promoted");
    }
  }

  @Override
  public void close() {
    server.close();
  }

  private void until(String question) {
    long began = System.nanoTime();
    while (!ask(server, question).equals("t")) {
      if (System.nanoTime() - began > LIMIT.toNanos()) {
        throw new IllegalStateException("after " + LIMIT + " still not: " + question);
      }
      ask(server, "select pg_sleep(0.02)");
    }
  }

  private void execute(String command) {
    try (Connection connection = server.postgres().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(command);
    } catch (SQLException failure) {
      throw new IllegalStateException(command, failure);
    }
  }

  private static String ask(ScratchPostgres whom, String question) {
    try (Connection connection = whom.postgres().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return String.valueOf(row.getString(1));
    } catch (SQLException failure) {
      throw new IllegalStateException(question, failure);
    }
  }
}
