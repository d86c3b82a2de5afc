package dev.gatehouse.postgres;

import java.io.Serial;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * The partitions of the audit trail: one for each month (UTC), prepared ahead of time, dropped as a whole. Nobody who writes or reads the
 * trail ever waits long for it: a change that does not get its locks at once is left to the next sweep.
 */
final class AuditMonths {
  private static final int AHEAD = 2;
  private static final Pattern NAME = Pattern.compile("audit_y(\\d{4,})m(\\d{2})");

  /** Any number, the same on every node: one of them changes partitions at a time. */
  private static final long LOCK = 0x6761746561756469L;

  /** A lock not had in time, a deadlock, another's partition, a row that came into the default partition meanwhile. */
  private static final Set<String> LATER = Set.of("55P03", "40P01", "42P07", "23514");

  private final Db db;

  AuditMonths(Db db) {
    this.db = db;
  }

  /** Prepares this month and those to come, and drops those before the oldest that is kept. */
  void turn(Instant now, YearMonth oldestKept) {
    Set<YearMonth> there = Set.copyOf(db.read(AuditMonths::existing));
    YearMonth current = YearMonth.from(now.atOffset(ZoneOffset.UTC));
    Stream<YearMonth> missing = IntStream.rangeClosed(0, AHEAD)
        .mapToObj(current::plusMonths)
        .filter(month -> !there.contains(month));
    Stream<YearMonth> past =
        there.stream().filter(month -> month.isBefore(oldestKept)).sorted();
    change(missing, AuditMonths::prepare);
    change(past, AuditMonths::drop);
  }

  static Instant start(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static List<YearMonth> existing(Handle handle) {
    return handle.createQuery("""
            select c.relname
            from pg_catalog.pg_inherits i join pg_catalog.pg_class c on c.oid = i.inhrelid
            where i.inhparent = cast('gatehouse.audit' as regclass)
            """).mapTo(String.class).list().stream()
        .flatMap(name -> NAME.matcher(name).results())
        .map(AuditMonths::month)
        .toList();
  }

  private static YearMonth month(MatchResult name) {
    return YearMonth.of(Integer.parseInt(name.group(1)), Integer.parseInt(name.group(2)));
  }

  /** A table of its own first: attaching it keeps nobody from writing. */
  private static void prepare(Handle handle, YearMonth month) {
    boolean needed = handle
        .createQuery("""
                select to_regclass(:name) is null and not exists (select from gatehouse.audit_rest where at >= :from and at < :to)
                """)
        .bind("name", name(month))
        .bind("from", start(month))
        .bind("to", start(month.plusMonths(1)))
        .mapTo(Boolean.class)
        .one();
    if (needed) {
      execute(handle, "create table %s (like gatehouse.audit)".formatted(name(month)));
      execute(
          handle,
          "alter table gatehouse.audit attach partition %s for values from ('%s') to ('%s')"
              .formatted(name(month), start(month), start(month.plusMonths(1))));
    }
  }

  private static void drop(Handle handle, YearMonth month) {
    execute(handle, "drop table if exists " + name(month));
  }

  private static String name(YearMonth month) {
    return String.format(
        Locale.ROOT, "gatehouse.audit_y%04dm%02d", month.getYear(), month.getMonthValue());
  }

  /** Each in a transaction of its own, up to the first that somebody is in the way of. */
  private void change(Stream<YearMonth> months, BiConsumer<Handle, YearMonth> work) {
    try {
      months.forEach(month -> db.transaction(handle -> {
        handle.execute("set local lock_timeout = '500ms'");
        if (handle
            .createQuery("select pg_try_advisory_xact_lock(:lock)")
            .bind("lock", LOCK)
            .mapTo(Boolean.class)
            .one()) {
          work.accept(handle, month);
        }
        return true;
      }));
    } catch (Later e) {
      // the next sweep tries again; until then rows go to the default partition
    }
  }

  private static void execute(Handle handle, String change) {
    try {
      handle.execute(change);
    } catch (JdbiException failure) {
      throw failure.getCause() instanceof SQLException cause
              && LATER.contains(Failures.state(cause))
          ? new Later(failure)
          : failure;
    }
  }

  /** Somebody else's transaction is in the way. */
  private static final class Later extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    Later(JdbiException cause) {
      super(cause);
    }
  }
}
