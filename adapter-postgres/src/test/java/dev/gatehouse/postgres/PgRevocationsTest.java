package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.session.Revoked;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Revocations;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class PgRevocationsTest {
  private final Instant now = Fixtures.instant();
  private Wired wired;

  @BeforeEach
  void open() {
    wired = new Wired();
  }

  @AfterEach
  void close() {
    wired.close();
  }

  @Test
  @DisplayName(
      "[L22] what a transaction announced that began before others and committed after them is not missed")
  void a_late_commit_is_not_missed() throws SQLException {
    try (Connection late = wired.direct().getConnection();
        Statement statement = late.createStatement()) {
      late.setAutoCommit(false);
      statement.execute("insert into gatehouse.revocations (kid, at) values ('late', now())");
      announce("early");
      Revocations.Batch before = feed().since(Revocations.BEGINNING);
      announce("between");
      Revocations.Batch meanwhile = feed().since(before.next());
      late.commit();
      Revocations.Batch after = feed().since(meanwhile.next());

      assertThat(kids(before)).containsExactly("early");
      assertThat(kids(meanwhile)).contains("between").doesNotContain("late");
      assertThat(kids(after)).contains("late");
      assertThat(kids(feed().since(after.next()))).as("read, and over").isEmpty();
    }
  }

  @Test
  @DisplayName(
      "[L29] after a restart, a restore or a failover everything is read again, though transactions may have the same numbers")
  void a_cursor_of_another_server_reads_from_the_beginning() {
    announce("before");
    long cursor = feed().since(Revocations.BEGINNING).next();
    assertThat(kids(feed().since(cursor))).isEmpty();

    long anotherServer = cursor ^ (1L << 50);
    long lostCommits = cursor + 1000;

    assertThat(kids(feed().since(anotherServer))).containsExactly("before");
    assertThat(kids(feed().since(lostCommits))).containsExactly("before");
    assertThat(feed().since(anotherServer).next()).isEqualTo(cursor);
  }

  @Test
  @DisplayName("[L38] neither a cursor of another server nor an old one reads soon after itself")
  void a_cursor_of_another_server_or_an_old_one_reads_nothing_soon_after() {
    long cursor = feed().since(Revocations.BEGINNING).next();
    announce("after");
    assertThat(feed().soonAfter(cursor).map(PgRevocationsTest::kids)).contains(List.of("after"));

    long anotherServer = cursor ^ (1L << 50);
    long lostCommits = cursor + 1000;
    for (long strange : new long[] {anotherServer, lostCommits, 1}) {
      assertThat(feed().soonAfter(strange)).as("%s", strange).isEmpty();
    }
    wired.execute(
        "do $$ begin for i in 1..20001 loop perform pg_current_xact_id(); commit; end loop; end $$");
    assertThat(feed().soonAfter(cursor)).as("given long ago").isEmpty();
  }

  @Test
  void the_mark_in_a_cursor_changes_when_the_server_starts_anew() {
    try (ScratchPostgres server = ScratchPostgres.durable();
        Postgres postgres = Postgres.open(ScratchPostgres.settings(server.fresh()))) {
      long before = postgres.revocations().since(Revocations.BEGINNING).next();
      server.restart();
      long after = eventually(postgres);

      assertThat(after >>> 48).isNotEqualTo(before >>> 48);
    }
  }

  /** The pool may have to find out first that its connections are gone. */
  private static long eventually(Postgres postgres) {
    for (int n = 0; n < 50; n++) {
      try {
        return postgres.revocations().since(Revocations.BEGINNING).next();
      } catch (Outage e) {
        // the next connection is asked
      }
    }
    throw new AssertionError("the pool does not recover");
  }

  @Test
  void many_readers_may_each_follow_by_a_cursor_of_their_own() {
    announce("one");
    long first = feed().since(Revocations.BEGINNING).next();
    announce("two");
    long second = feed().since(first).next();
    announce("three");

    assertThat(kids(feed().since(second))).containsExactly("three");
    assertThat(kids(feed().since(first))).containsExactlyInAnyOrder("two", "three");
  }

  @Test
  void a_read_finds_its_place_by_the_index() {
    wired.execute(
        "insert into gatehouse.revocations (kid, at) select 'k' || n, now() from generate_series(1, 5000) n");
    wired.execute("analyze gatehouse.revocations");
    long cursor = feed().since(Revocations.BEGINNING).next();
    wired.execute("select pg_stat_reset()");

    assertThat(kids(feed().since(cursor))).isEmpty();

    // connections that end hand in their statistics
    wired.postgres().close();
    for (int n = 0; n < 100 && scans("idx_scan") == 0; n++) {
      wired.execute("select pg_sleep(0.1)");
    }
    assertThat(scans("idx_scan")).isPositive();
    assertThat(scans("seq_scan")).isZero();
  }

  private int scans(String kind) {
    return Integer.parseInt(
        wired.value("select coalesce(%s, 0) from pg_stat_user_tables where relname = 'revocations'"
            .formatted(kind)));
  }

  private void announce(String kid) {
    wired.execute(
        "insert into gatehouse.revocations (kid, at) values ('" + kid + "', '" + now + "')");
  }

  private Revocations feed() {
    return wired.postgres().revocations();
  }

  private static List<String> kids(Revocations.Batch batch) {
    return batch.entries().stream()
        .map(entry -> ((Revoked.OfKey) entry.what()).kid())
        .toList();
  }
}
