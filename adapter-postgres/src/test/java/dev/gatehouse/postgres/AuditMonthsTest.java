package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.port.Retention;
import dev.gatehouse.testkit.fixture.Race;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The months of the audit trail, a few years ahead of those that the migration prepared. */
final class AuditMonthsTest {
  private static final Instant NOW = Instant.parse("2041-11-15T12:00:00Z");
  private static final Retention.Keep KEEP =
      new Retention.Keep(Duration.ofDays(365), Duration.ofHours(2), Duration.ofDays(7));

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
  void a_fresh_database_has_this_month_and_the_next_two() {
    YearMonth month = YearMonth.now(ZoneOffset.UTC);

    assertThat(months())
        .containsExactly(name(month), name(month.plusMonths(1)), name(month.plusMonths(2)));
  }

  @Test
  @DisplayName(
      "[L48] months are prepared ahead, and dropped when the last of their days is past keeping")
  void months_are_prepared_ahead_and_dropped_past_keeping() {
    sweep(NOW);
    assertThat(months()).containsExactly("audit_y2041m11", "audit_y2041m12", "audit_y2042m01");
    record(NOW);
    assertThat(wired.value("select distinct tableoid::regclass from gatehouse.audit"))
        .isEqualTo("gatehouse.audit_y2041m11");

    sweep(Instant.parse("2042-11-30T23:59:59Z"));
    assertThat(months()).startsWith("audit_y2041m11").hasSize(6);
    sweep(Instant.parse("2042-12-01T00:00:01Z"));
    assertThat(months()).startsWith("audit_y2041m12").endsWith("audit_y2043m02").hasSize(6);
    assertThat(wired.count("audit")).isZero();
  }

  @Test
  void a_month_is_whole_by_utc_and_lets_no_moment_fall_between() {
    sweep(NOW);
    Stream.of(
            "2041-11-01T00:00:00Z",
            "2041-11-30T23:59:59.999999Z",
            "2041-12-01T00:00:00Z",
            "2042-01-31T23:59:59.999999Z")
        .map(Instant::parse)
        .forEach(this::record);

    assertThat(
            wired.column(
                "select tableoid::regclass || ' ' || count(*) from gatehouse.audit group by tableoid order by 1"))
        .containsExactly(
            "gatehouse.audit_y2041m11 2",
            "gatehouse.audit_y2041m12 1",
            "gatehouse.audit_y2042m01 1");
  }

  @Test
  void a_prepared_month_has_what_the_trail_has() {
    sweep(NOW);

    assertThat(indexes("gatehouse.audit_y2041m12")).isEqualTo(indexes("gatehouse.audit_rest"));
    record(NOW.plus(Duration.ofDays(20)));
    assertThat(wired.value("select position from gatehouse.audit_y2041m12")).isNotEmpty();
  }

  @Test
  @DisplayName(
      "[L44] events of a month that nobody prepared are kept elsewhere, keep no sweep from its work, and go in batches when their time comes")
  void events_of_a_month_that_nobody_prepared_keep_no_sweep_from_its_work() {
    IntStream.range(0, 5).forEach(n -> record(NOW.plusSeconds(n)));
    assertThat(wired.count("audit_rest")).isEqualTo(5);

    assertThat(sweep(NOW)).isZero();
    assertThat(months()).containsExactly("audit_y2041m12", "audit_y2042m01");
    record(NOW.plusSeconds(9));
    assertThat(wired.count("audit_rest")).isEqualTo(6);

    Instant past = Instant.parse("2042-12-01T00:00:01Z");
    assertThat(Stream.generate(() -> wired.postgres().retention().sweep(4, KEEP, past))
            .limit(3))
        .containsExactly(4, 2, 0);
  }

  @Test
  void nodes_that_sweep_at_once_do_no_harm() {
    Race.rounds(5, round -> {
      Instant then = NOW.plus(Duration.ofDays(800L * round));
      record(then.minus(Duration.ofDays(370)));

      Race.of(4, n -> sweep(then));

      sweep(then);
      assertThat(months())
          .containsExactly(
              name(month(then)),
              name(month(then).plusMonths(1)),
              name(month(then).plusMonths(2)));
    });
  }

  @Test
  @DisplayName(
      "[L47] months are prepared beside whoever writes; a month that somebody reads is dropped later, and nobody waits for that")
  void months_change_beside_whoever_writes_and_reads() throws SQLException {
    sweep(NOW);
    Instant later = NOW.plus(Duration.ofDays(800));
    try (Connection busy = wired.direct().getConnection();
        Statement statement = busy.createStatement()) {
      busy.setAutoCommit(false);
      statement.execute(
          "insert into gatehouse.audit (at, type, actor_kind, actor, reason) values ('" + NOW
              + "', 'CODE_SENT', 'SYSTEM', '', '')");

      sweep(later);

      assertThat(months())
          .as("prepared, nothing dropped")
          .contains("audit_y2041m11", name(month(later)), name(month(later).plusMonths(2)));
      record(later);
      busy.commit();
    }
    sweep(later);
    assertThat(months()).hasSize(3);
    assertThat(wired.count("audit")).isEqualTo(1);
  }

  @Test
  void a_table_of_another_name_is_not_the_sweep_s_to_drop() {
    wired.execute(
        "create table gatehouse.audit_archive partition of gatehouse.audit for values from ('2001-01-01') to ('2002-01-01')");

    sweep(NOW);

    assertThat(months()).contains("audit_archive");
  }

  private int sweep(Instant at) {
    return wired.postgres().retention().sweep(1000, KEEP, at);
  }

  private void record(Instant at) {
    wired.postgres().store().atomically(unit -> {
      unit.record(Event.of(EventType.CODE_SENT, at, Optional.empty(), Actor.SYSTEM));
      return true;
    });
  }

  /** Every partition but the default one. */
  private List<String> months() {
    return wired.column("""
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'gatehouse.audit'::regclass and c.relname <> 'audit_rest' order by 1
        """);
  }

  private String indexes(String table) {
    return wired.value(
        "select string_agg(regexp_replace(pg_get_indexdef(indexrelid), '^.* USING', ''), ';' order by indnatts, indkey::text) from pg_index where indrelid = '%s'::regclass"
            .formatted(table));
  }

  private static YearMonth month(Instant at) {
    return YearMonth.from(at.atOffset(ZoneOffset.UTC));
  }

  private static String name(YearMonth month) {
    return String.format(Locale.ROOT, "audit_y%04dm%02d", month.getYear(), month.getMonthValue());
  }
}
