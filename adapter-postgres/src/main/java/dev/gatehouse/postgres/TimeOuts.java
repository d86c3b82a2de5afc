package dev.gatehouse.postgres;

import dev.gatehouse.postgres.Postgres.Settings;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How long the server works and waits before it gives up, by the names that it has for that; nothing hangs for ever. */
record TimeOuts(Map<String, Duration> byName) {
  static final TimeOuts NONE = of(Duration.ZERO, Duration.ZERO);

  static TimeOuts of(Settings settings) {
    return of(settings.statementTimeout(), settings.lockTimeout());
  }

  private static TimeOuts of(Duration statement, Duration lock) {
    Map<String, Duration> byName = new LinkedHashMap<>();
    byName.put("statement_timeout", statement);
    byName.put("lock_timeout", lock);
    byName.put("idle_in_transaction_session_timeout", statement);
    return new TimeOuts(byName);
  }

  /** As a connection brings them along. */
  String options() {
    return byName.entrySet().stream()
        .map(timeOut -> "-c " + timeOut.getKey() + "=" + timeOut.getValue().toMillis())
        .collect(Collectors.joining(" "));
  }

  /**
   * That they are set where connections cannot bring them along.
   *
   * @throws IllegalStateException naming those that are not, and how to set them
   */
  void check(Db db) {
    List<String> missing = db.bare(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(
              "select name, current_user from pg_settings where setting = '0' and name in ('"
                  + String.join("', '", byName.keySet()) + "') order by 1")) {
        List<String> found = new ArrayList<>();
        while (rows.next()) {
          found.add("alter role \"%s\" set %s = '%d'"
              .formatted(
                  rows.getString(2),
                  rows.getString(1),
                  byName.getOrDefault(rows.getString(1), Duration.ZERO).toMillis()));
        }
        return found;
      }
    });
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "behind a pooler time-outs have to be set on the role or the database, and some are not: "
              + String.join("; ", missing));
    }
  }
}
