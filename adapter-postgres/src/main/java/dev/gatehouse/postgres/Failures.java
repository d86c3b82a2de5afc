package dev.gatehouse.postgres;

import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Unreachable;
import java.io.IOException;
import java.io.Serial;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;

/** Tells an outage, after which the caller comes back, from a mistake of ours. Neither ever becomes a "no". */
final class Failures {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /** Connection, resources, operator intervention, system error, rolled back by the server. */
  private static final Set<String> OUTAGE_CLASSES = Set.of("08", "53", "57", "58", "40");

  /** Lock not available in time; read-only (a standby after a failover); idle in transaction, or transaction, for too long. */
  private static final Set<String> OUTAGES = Set.of("55P03", "25006", "25P03", "25P04");

  /** Cancelled, no lock in time, a serialization failure, a deadlock. */
  private static final Set<String> BUSY = Set.of("57014", "55P03", "40001", "40P01");

  /** Its messages quote the value that was refused. */
  private static final String DATA_EXCEPTION = "22";

  private Failures() {}

  /** No connection could be had, whatever the reason. */
  static final class NoConnection extends SQLException {
    @Serial
    private static final long serialVersionUID = 1L;

    NoConnection(SQLException cause) {
      super("no connection", cause);
    }
  }

  /** What to throw instead. Only the outage keeps its cause: messages about data would carry it into logs. */
  static RuntimeException translate(Exception failure) {
    if (isOutage(failure)) {
      return isBusy(failure)
          ? new Outage("postgres", RETRY_AFTER, failure)
          : new Unreachable("postgres", RETRY_AFTER, failure);
    }
    Optional<SQLException> sql = chain(failure)
        .filter(SQLException.class::isInstance)
        .map(SQLException.class::cast)
        .findFirst();
    if (sql.isEmpty() && failure instanceof RuntimeException mistake) {
      return mistake;
    }
    IllegalStateException mistake = new IllegalStateException(
        "PostgreSQL refused a statement: " + sql.map(Failures::describe).orElse("?"));
    mistake.setStackTrace(failure.getStackTrace());
    return mistake;
  }

  /** The server itself said that it did nothing; or the pool has none to give and no failure to tell of: all are at work. */
  private static boolean isBusy(Exception failure) {
    return chain(failure)
        .anyMatch(f -> f instanceof SQLException sql
            && (BUSY.contains(state(sql))
                || (sql instanceof SQLTransientConnectionException && sql.getCause() == null)));
  }

  static boolean isOutage(Exception failure) {
    return chain(failure).anyMatch(Failures::saysOutage);
  }

  private static boolean saysOutage(Throwable failure) {
    if (failure instanceof NoConnection
        || failure instanceof IOException
        || failure instanceof SQLTransientConnectionException
        || failure instanceof SQLNonTransientConnectionException
        || failure instanceof SQLRecoverableException
        || failure instanceof SQLTimeoutException) {
      return true;
    }
    return failure instanceof SQLException sql && saysOutage(state(sql));
  }

  private static boolean saysOutage(String state) {
    return state.length() == 5
        && (OUTAGE_CLASSES.contains(state.substring(0, 2)) || OUTAGES.contains(state));
  }

  /** SQLSTATE and the server's first line, which names tables and constraints; not its detail, which quotes rows. */
  private static String describe(SQLException failure) {
    boolean quotes =
        !(failure instanceof PSQLException) || state(failure).startsWith(DATA_EXCEPTION);
    String text = Optional.ofNullable(failure.getMessage())
        .filter(m -> !quotes)
        .flatMap(m -> m.lines().findFirst())
        .orElse(failure.getClass().getSimpleName());
    return "SQLSTATE " + state(failure) + ", " + text;
  }

  static String state(SQLException failure) {
    return Optional.ofNullable(failure.getSQLState()).orElse("");
  }

  private static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(
            Optional.of(failure),
            Optional::isPresent,
            f -> f.flatMap(t -> Optional.ofNullable(t.getCause())))
        .map(Optional::get)
        .limit(20);
  }
}
