package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.testkit.fixture.ASession;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What a rotation writes, as PostgreSQL counts it. */
final class RotationCostTest {
  private final Instant now = Fixtures.instant();
  private final PGSimpleDataSource database = ScratchPostgres.database();

  /** What was written to the sessions. */
  private record Written(long inserted, long updated, long hot) {
    double hotShare() {
      return updated == 0 ? 0 : (double) hot / updated;
    }
  }

  @Test
  @DisplayName("[L20] a rotation writes one row, in place, and a refused one none")
  void a_rotation_writes_one_row_in_place() throws SQLException {
    try (Postgres postgres = open()) {
      ASession session = sessions(postgres, 1).get(0);
      postgres.refreshes().rotate(session.token(0, now));
      postgres.refreshes().rotate(session.token(0, now));
      postgres.refreshes().rotate(session.token(7, now));
      postgres.refreshes().fastForward(session.token(0, now));
    }

    assertThat(written(1, 1)).isEqualTo(new Written(1, 1, 1));
  }

  /** By one writer, who never waits for a snapshot of another's. */
  @Test
  void rotations_stay_in_place() throws SQLException {
    staysInPlace(1, 10_000);
  }

  @Test
  @Tag("thorough")
  void very_many_rotations_stay_in_place() throws SQLException {
    staysInPlace(4, 100_000);
  }

  private void staysInPlace(int writers, int rotations) throws SQLException {
    int count = rotations / 20;
    long began = System.nanoTime();
    try (Postgres postgres = open()) {
      // an analysis holds a snapshot while it reads, and nothing is pruned meanwhile
      execute("alter table gatehouse.sessions set (autovacuum_enabled = off)");
      List<ASession> sessions = sessions(postgres, count);
      Race.of(
          writers,
          writer -> rotate(
              postgres,
              sessions.subList(writer * count / writers, (writer + 1) * count / writers),
              rotations / writers));
    }
    Written written = written(count, rotations);

    System.out.printf(
        "%d rotations of %d sessions in %d ms, HOT %.3f%n",
        rotations,
        count,
        Duration.ofNanos(System.nanoTime() - began).toMillis(),
        written.hotShare());
    assertThat(written.updated()).isEqualTo(rotations);
    assertThat(written.hotShare()).isGreaterThan(0.99);
  }

  /** In random order, as clients come. */
  private int rotate(Postgres postgres, List<ASession> sessions, int rotations) {
    int[] generations = new int[sessions.size()];
    for (int i = 0; i < rotations; i++) {
      int which = ThreadLocalRandom.current().nextInt(sessions.size());
      int generation = generations[which]++;
      assertThat(postgres
              .refreshes()
              .rotate(sessions.get(which).token(generation, now.plusSeconds(i))))
          .isPresent();
    }
    return rotations;
  }

  private Postgres open() {
    return Postgres.open(ScratchPostgres.settings(database));
  }

  private List<ASession> sessions(Postgres postgres, int count) {
    List<ASession> sessions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Account account = Fixtures.account();
      ASession session = ASession.of(account, now);
      postgres.store().atomically(unit -> {
        unit.accounts().create(account, Optional.empty());
        unit.sessions().open(session.build());
        return true;
      });
      sessions.add(session);
    }
    return sessions;
  }

  /** The counters are complete once the connections that wrote are gone, a moment later. */
  private Written written(long inserted, long updated) throws SQLException {
    Written seen = read();
    for (long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        System.nanoTime() < end && (seen.inserted() < inserted || seen.updated() < updated);
        seen = read()) {
      Thread.onSpinWait();
    }
    return seen;
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Written read() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(
            "select n_tup_ins, n_tup_upd, n_tup_hot_upd from pg_stat_user_tables where schemaname = 'gatehouse' and relname = 'sessions'")) {
      row.next();
      return new Written(row.getLong(1), row.getLong(2), row.getLong(3));
    }
  }
}
