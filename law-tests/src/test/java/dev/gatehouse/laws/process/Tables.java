package dev.gatehouse.laws.process;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** What stands in a database, read past the adapter. */
final class Tables {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final DataSource database;

  Tables(DataSource database) {
    this.database = database;
  }

  /** The only number that the query gives. */
  long number(String query) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  void run(String command) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(command);
    } catch (SQLException e) {
      throw new IllegalStateException(command, e);
    }
  }

  /** Waits until every other connection to the database is gone: then its counters are complete. */
  void awaitAlone() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (number("select count(*) from pg_stat_activity where datname = current_database()"
            + " and backend_type = 'client backend' and pid <> pg_backend_pid()")
        > 0) {
      if (System.nanoTime() > end) {
        throw new AssertionError("there are connections left after " + PATIENCE);
      }
    }
  }

  long sessionsUpdated() {
    return sessions("n_tup_upd");
  }

  /** Of the updates those that stayed in their page and touched no index. */
  long sessionsUpdatedInPlace() {
    return sessions("n_tup_hot_upd");
  }

  private long sessions(String counter) {
    return number("select " + counter
        + " from pg_stat_user_tables where schemaname = 'gatehouse' and relname = 'sessions'");
  }
}
