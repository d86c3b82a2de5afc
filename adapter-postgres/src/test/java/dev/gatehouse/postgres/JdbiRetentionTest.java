package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.port.Retention;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class JdbiRetentionTest {
  private static final Retention.Keep KEEP =
      new Retention.Keep(Duration.ofDays(365), Duration.ofHours(2), Duration.ofDays(7));

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
  @DisplayName("[L48] a sweep takes a batch at a time")
  void a_sweep_takes_a_batch_at_a_time() {
    counters(25);

    assertThat(Stream.generate(() -> sweep(10)).limit(4)).containsExactly(10, 10, 5, 0);
  }

  @Test
  void a_sweep_does_not_wait_for_a_row_that_somebody_holds() throws SQLException {
    counters(5);
    try (Connection busy = wired.direct().getConnection();
        Statement statement = busy.createStatement()) {
      busy.setAutoCommit(false);
      statement.execute(
          "update gatehouse.lockouts set counted = 2, forget_at = now() + interval '1 day' where subject = '3'");

      Race.Running<Integer> sweeping = Race.start(() -> sweep(10));
      assertThat(sweeping.endsWithin(Duration.ofSeconds(5))).isTrue();
      assertThat(sweeping.result()).isEqualTo(4);
      busy.commit();
    }
    assertThat(sweep(10)).as("it counts again").isZero();
    assertThat(wired.value("select subject from gatehouse.lockouts")).isEqualTo("3");
  }

  /** With sequential scans made dear, a plan that has one had no other way. */
  @TestFactory
  Stream<DynamicTest> what_is_swept_and_claimed_is_found_by_an_index() {
    List<String> finding = List.of(
        "select ctid from gatehouse.one_time_secrets where ends_at <= now() limit 10 for update skip locked",
        "select ctid from gatehouse.candidates where ends_at <= now() limit 10 for update skip locked",
        "select ctid from gatehouse.lockouts where forget_at <= now() limit 10 for update skip locked",
        "select ctid from gatehouse.revocations where at <= now() limit 10 for update skip locked",
        "select ctid from gatehouse.outbox where coalesce(delivered_at, dead_at) <= now() limit 10 for update skip locked",
        "select ctid from gatehouse.sessions where ends_at <= now() limit 10 for update skip locked",
        "select id from gatehouse.outbox where delivered_at is null and dead_at is null and due_at <= now() and kind = any(array['x']) order by due_at limit 10 for update skip locked",
        "delete from gatehouse.lockouts where ctid = any (array(select ctid from gatehouse.lockouts where subject = 'x' for update skip locked))");
    return finding.stream()
        .map(sql -> DynamicTest.dynamicTest(
            sql,
            () -> assertThat(plan(sql))
                .anyMatch(line -> line.contains("Index") || line.contains("Tid Scan"))
                .noneMatch(line -> line.contains("Seq Scan"))));
  }

  private List<String> plan(String sql) {
    wired.execute(
        "alter database " + wired.value("select current_database()") + " set enable_seqscan = off");
    return wired.column("explain " + sql);
  }

  private void counters(int count) {
    wired.execute(
        "insert into gatehouse.lockouts (subject, source, counted, shut_until, forget_at) select n, '', 1, now(), now() - interval '1 hour' from generate_series(1, %d) n"
            .formatted(count));
  }

  private int sweep(int batch) {
    return wired.postgres().retention().sweep(batch, KEEP, now);
  }
}
