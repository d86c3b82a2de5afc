package dev.gatehouse.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Cleanable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/** The one way to the database: a statement on its own, or a transaction. Whatever goes wrong on the way is an {@link Outage}. */
final class Db {
  private final ConnectionFactory connections;
  private final Jdbi jdbi;

  Db(ConnectionFactory source) {
    this.connections = new Checked(source);
    this.jdbi = Types.configure(Jdbi.create(connections));
  }

  /** For verbs of one statement, reading or writing: autocommit, so one round trip. */
  <R> R read(Function<Handle, R> work) {
    return guarded(() -> {
      try (Handle handle = jdbi.open()) {
        return work.apply(handle);
      }
    });
  }

  /** The same without JDBI between, for the statements where its cost shows. */
  <R> R bare(Work<R> work) {
    try {
      Connection connection = connections.openConnection();
      Cleanable back = connections.getCleanableFor(connection);
      try (back) {
        return work.on(connection);
      }
    } catch (SQLException failure) {
      throw Failures.translate(failure);
    }
  }

  /** Work on a bare connection. */
  interface Work<R> {
    R on(Connection connection) throws SQLException;
  }

  /** Commits when work returns, rolls back when it throws. BEGIN travels with the first statement. */
  <R> R transaction(Function<Handle, R> work) {
    return guarded(() -> {
      try (Handle handle = jdbi.open()) {
        handle.begin();
        try {
          R result = work.apply(handle);
          insistOnSuccess(handle.getConnection());
          handle.commit();
          return result;
        } catch (Throwable failure) {
          rollback(handle, failure);
          throw failure;
        }
      }
    });
  }

  /** Committing after a failed statement rolls back, and the driver is silent about it: work that passed over the failure would be believed. */
  private static void insistOnSuccess(Connection connection) {
    try {
      if (connection.unwrap(BaseConnection.class).getTransactionState()
          == TransactionState.FAILED) {
        throw new IllegalStateException(
            "a statement failed and the work went on; nothing of it is kept");
      }
    } catch (SQLException gone) {
      throw Failures.translate(new Failures.NoConnection(gone));
    }
  }

  /** An embedder's pool may hand out connections that are not in autocommit. Setting it costs no round trip. */
  private record Checked(ConnectionFactory source) implements ConnectionFactory {
    @Override
    public Connection openConnection() throws SQLException {
      Connection connection;
      try {
        connection = source.openConnection();
      } catch (SQLException failure) {
        throw new Failures.NoConnection(failure);
      }
      try {
        if (!connection.getAutoCommit()) {
          connection.setAutoCommit(true);
        }
        return connection;
      } catch (Throwable failure) {
        source.closeConnection(connection);
        throw failure;
      }
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
      source.closeConnection(connection);
    }
  }

  private static <R> R guarded(Supplier<R> work) {
    try {
      return work.get();
    } catch (JdbiException failure) {
      throw Failures.translate(failure);
    }
  }

  private static void rollback(Handle handle, Throwable failure) {
    try {
      if (handle.isInTransaction()) {
        handle.rollback();
      }
    } catch (JdbiException again) {
      failure.addSuppressed(again);
    }
  }
}
