package dev.gatehouse.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.postgresql.core.BaseConnection;

/** The schema: brought up to date by {@link #migrate}, only looked at by {@link #check}. */
final class Schema {
  /** What this code needs: its newest migration. A newer schema is good too, since migrations only ever add (law L47). */
  static final int NEEDED = 10;

  static final String MIGRATIONS = "dev/gatehouse/postgres/migration";
  private static final int OLDEST_SERVER = 15;

  private Schema() {}

  static void migrate(DataSource source) {
    migrate(source, MIGRATIONS);
  }

  static void migrate(DataSource source, String... folders) {
    try {
      FluentConfiguration configuration = Flyway.configure(Postgres.class.getClassLoader())
          .dataSource(source)
          .schemas("gatehouse")
          .table("schema_history")
          .locations(Stream.of(folders).map(folder -> "classpath:" + folder).toArray(String[]::new))
          .callbacks(new Impatience());
      // a lock held by a transaction would make "create index concurrently" wait for ever
      configuration
          .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
          .setTransactionalLock(false);
      configuration.load().migrate();
    } catch (FlywayException failure) {
      throw Failures.isOutage(failure) ? Failures.translate(failure) : failure;
    }
  }

  /** @throws IllegalStateException naming what is found and what is needed */
  static void check(Db db) {
    db.bare(connection -> {
      if (!connection.isWrapperFor(BaseConnection.class)) {
        throw new IllegalStateException(
            "the data source gives " + connection.getClass().getName()
                + "; connections of the PostgreSQL driver, or wrappers of them, are needed");
      }
      try (Statement statement = connection.createStatement()) {
        server(statement);
        version(statement);
      }
      return true;
    });
  }

  /** A change of a table that waits for a lock makes everybody behind it wait: rather give up and come back. */
  private static final class Impatience implements Callback {
    @Override
    public boolean supports(Event event, Context context) {
      return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
      return true;
    }

    @Override
    public void handle(Event event, Context context) {
      try (Statement statement = context.getConnection().createStatement()) {
        statement.execute("set local lock_timeout = '3s'");
      } catch (SQLException failure) {
        throw new FlywayException("cannot set lock_timeout", failure);
      }
    }

    @Override
    public String getCallbackName() {
      return "impatience";
    }
  }

  private static void server(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(
        "select current_setting('server_version_num')::int / 10000, current_setting('default_transaction_isolation')")) {
      row.next();
      if (row.getInt(1) < OLDEST_SERVER) {
        throw new IllegalStateException(
            "this is PostgreSQL " + row.getInt(1) + "; " + OLDEST_SERVER + " or newer is needed");
      }
      if (!row.getString(2).equals("read committed")) {
        throw new IllegalStateException("transactions are '" + row.getString(2)
            + "' by default; 'read committed' is needed (default_transaction_isolation)");
      }
    }
  }

  private static void version(Statement statement) throws SQLException {
    OptionalInt found = found(statement);
    if (found.isEmpty() || found.getAsInt() < NEEDED) {
      String what = found.isEmpty()
          ? "there is no schema gatehouse"
          : "the schema gatehouse is at version " + found.getAsInt();
      throw new IllegalStateException(
          what + "; version " + NEEDED + " or newer is needed: run migrate first");
    }
  }

  private static OptionalInt found(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("select to_regclass('gatehouse.schema_history') is not null")) {
      row.next();
      if (!row.getBoolean(1)) {
        return OptionalInt.empty();
      }
    }
    try (ResultSet row = statement.executeQuery(
        "select max(version::int) from gatehouse.schema_history where success and version ~ '^[0-9]+$'")) {
      row.next();
      int version = row.getInt(1);
      return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(version);
    }
  }
}
