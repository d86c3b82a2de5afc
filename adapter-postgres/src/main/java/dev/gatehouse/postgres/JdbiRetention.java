package dev.gatehouse.postgres;

import dev.gatehouse.port.Retention;
import java.time.Duration;
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
        + clear("handshakes", "ends_at <= :until", now, batch)
        + clear("proofs", "ends_at <= :until", now, batch)
        + clear("conversations", "ends_at <= :until", now, batch)
        + clear("candidates", "ends_at <= :until", now, batch)
        + clear("authenticator_setups", "ends_at <= :until", now, batch)
        + clear("lockouts", "forget_at <= :until", now, batch)
        + clear("throttles", "full_at <= :until", now, batch)
        + clear("revocations", "at <= :until", now.minus(keep.revocations()), batch)
        + clear(
            "outbox", "coalesce(delivered_at, dead_at) <= :until", now.minus(keep.mails()), batch)
        + clear(
            "outbox",
            "due_at <= :until and delivered_at is null and dead_at is null",
            now.minus(keep.mails()),
            batch)
        + clear("sessions", "ends_at <= :until", now, batch)
        + clear("exports", "ends_at <= :until", now, batch)
        + clear(
            "invitations",
            "ends_at <= :until and account_id is null",
            now.minus(keep.mails()),
            batch)
        + clear("audit_rest", "at < :until", AuditMonths.start(oldestKept), batch);
    months.turn(now, oldestKept);
    forgetStrangers(now.minus(keep.strangers()), 10 * batch);
    return gone;
  }

  /**
   * Walks the trail once, that far behind the present, and remembers how far it has come. Rows stand nearly in the order of their times, so what is
   * a little younger goes with the others. One node walks at a time.
   */
  private void forgetStrangers(Instant until, int batch) {
    db.read(handle -> handle
        .createUpdate("""
            with walk as materialized (select position from gatehouse.trail_walk for update skip locked),
            ahead as materialized (
              select a.position, a.at, a.account_id, a.address, a.user_agent
              from gatehouse.audit a
              where a.position > (select position from walk)
              order by a.position
              limit :batch),
            walked as materialized (
              select * from ahead where position <= (select max(position) from ahead where at < :until) and at < :about),
            emptied as (
              update gatehouse.audit a set address = null, user_agent = null
              from walked w
              where a.position = w.position and a.at = w.at and w.account_id is null
                and (w.address is not null or w.user_agent is not null))
            update gatehouse.trail_walk set position = (select max(position) from walked) where exists (select from walked)
            """)
        .bind("until", until)
        .bind("about", until.plus(Duration.ofHours(1)))
        .bind("batch", batch)
        .execute());
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
