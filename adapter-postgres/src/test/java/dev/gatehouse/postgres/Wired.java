package dev.gatehouse.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** An adapter on a database of its own, behind a {@link Wire}, with a way round both for looking at the tables. */
final class Wired implements AutoCloseable {
  private final DataSource direct;
  private final Wire wire;
  private final Postgres postgres;
  private final Postgres.Settings settings;

  Wired() {
    this(10);
  }

  /** @param connections in the pool; with one, nothing but the tests' own statements is on the wire */
  Wired(int connections) {
    var database = ScratchPostgres.database();
    try {
      this.direct = database;
      this.wire = new Wire(database.getPortNumbers()[0]);
      this.settings =
          wire.through(ScratchPostgres.settings(database).withPoolSize(connections), "");
      this.postgres = Postgres.open(settings);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  Postgres postgres() {
    return postgres;
  }

  Wire wire() {
    return wire;
  }

  /** The database's URL through the wire, credentials included. */
  String through() {
    return settings.url() + "&user=" + settings.user() + "&password=" + settings.password();
  }

  /** The same database, not through the wire. */
  DataSource direct() {
    return direct;
  }

  /** How many round trips it takes. */
  int trips(Runnable work) {
    wire.reset();
    work.run();
    return wire.turns();
  }

  void execute(String sql) {
    using(statement -> {
      statement.execute(sql);
      return true;
    });
  }

  /** The first column. */
  List<String> column(String sql) {
    return using(statement -> {
      List<String> values = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          values.add(rows.getString(1));
        }
      }
      return values;
    });
  }

  /** The only value. */
  String value(String sql) {
    List<String> values = column(sql);
    if (values.size() != 1) {
      throw new AssertionError(values.size() + " rows: " + sql);
    }
    return values.get(0);
  }

  int count(String table) {
    return Integer.parseInt(value("select count(*) from gatehouse." + table));
  }

  private interface Work<R> {
    R on(Statement statement) throws SQLException;
  }

  private <R> R using(Work<R> work) {
    try (Connection connection = direct.getConnection();
        Statement statement = connection.createStatement()) {
      return work.on(statement);
    } catch (SQLException failure) {
      throw new AssertionError(failure);
    }
  }

  @Override
  public void close() {
    postgres.close();
    try {
      wire.close();
    } catch (IOException ignored) {
      // it is gone either way
    }
  }
}
