package dev.gatehouse.postgres;

import dev.gatehouse.port.Retention;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** Clears in small transactions, and leaves alone what somebody holds just now. */
final class JdbiRetention implements Retention {
  private final Db db;
  private final AuditMonths months;

  JdbiRetention(Db db) {
    this.db = db;
    this.months = new AuditMonths(db);
  }

  /** Months of the audit trail go as tables; their rows are not counted. */
  @Override
  public int sweep(int batch, Keep keep, Instant now) {
    YearMonth oldestKept = YearMonth.from(now.minus(keep.audit()).atOffset(ZoneOffset.UTC));
    int gone = clear("one_time_secrets", "ends_at <= :until", now, batch)
        + clear("candidates", "ends_at <= :until", now, batch)
        + clear("lockouts", "forget_at <= :until", now, batch)
        + clear("throttles", "full_at <= :until", now, batch)
        + clear("revocations", "at <= :until", now.minus(keep.revocations()), batch)
        + clear(
            "outbox", "coalesce(delivered_at, dead_at) <= :until", now.minus(keep.mails()), batch)
        + clear("sessions", "ends_at <= :until", now, batch)
        + clear("audit_rest", "at < :until", AuditMonths.start(oldestKept), batch);
    months.turn(now, oldestKept);
    return gone;
  }

  private int clear(String table, String spent, Instant until, int batch) {
    String sql = """
        delete from gatehouse.%1$s where ctid = any (array(
          select ctid from gatehouse.%1$s where %2$s limit :batch for update skip locked))
        """.formatted(table, spent);
    return db.read(handle ->
        handle.createUpdate(sql).bind("until", until).bind("batch", batch).execute());
  }
}
