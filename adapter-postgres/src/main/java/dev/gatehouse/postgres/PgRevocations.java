package dev.gatehouse.postgres;

import dev.gatehouse.domain.session.Revoked;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.port.Revocations;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.statement.Query;

/**
 * The feed of what was revoked. A cursor holds the xmin of a read's snapshot: every transaction below it was over, and so was read; what
 * one at or above it wrote is read next time, whenever that commits. A server that was restored or promoted may have lost commits and give
 * their numbers away once more, so a cursor holds, too, a mark of the server's start, and is good only while that server runs.
 */
final class PgRevocations implements Revocations, AutoCloseable {
  /** Bits of a cursor that number a transaction; the mark stands above them. */
  private static final int XID_BITS = 48;

  /** As many transactions are read on over without much ado; most of them end nothing. */
  private static final long SOON = 20_000;

  /** What is read from the snapshot: where it begins, and a mark of the server. */
  private static final String SNAPSHOT = """
      (
        select pg_snapshot_xmin(pg_current_snapshot()) as xmin,
          cast(extract(epoch from pg_postmaster_start_time()) * 1000000 as bigint) & 32767 as mark
      ) as s""";

  private static final String SINCE = """
      select r.session_id, r.kid, r.at, cast(cast(s.xmin as text) as bigint) as xmin, s.mark
      from %s left join gatehouse.revocations r
        on r.xid >= case when s.mark = :mark and s.xmin >= cast(:xid as xid8) then cast(:xid as xid8) else '0' end
      """.formatted(SNAPSHOT);

  private static final String SOON_AFTER = """
      select r.session_id, r.kid, r.at, cast(cast(s.xmin as text) as bigint) as xmin, s.mark
      from %s left join gatehouse.revocations r on r.xid >= cast(:xid as xid8)
      where s.mark = :mark and cast(cast(s.xmin as text) as bigint) - cast(:xid as bigint) between 0 and :soon
      """.formatted(SNAPSHOT);

  private final Db db;
  private final FeedWay feed;
  private final Listener listener;

  /** @param feed the way by which the feed is read, whatever goes on elsewhere */
  PgRevocations(Db db, FeedWay feed, DataSource listen) {
    this.db = db;
    this.feed = feed;
    this.listener = new Listener(listen, Announcements.CHANNEL);
  }

  /** A row of the feed, or none, beside what the read itself says. */
  private record Found(Optional<Entry> entry, long next) {}

  @Override
  public Batch since(long cursor) {
    return batch(feed.read(handle -> found(handle.createQuery(SINCE), cursor)));
  }

  @Override
  public Optional<Batch> soonAfter(long cursor) {
    List<Found> found =
        feed.read(handle -> found(handle.createQuery(SOON_AFTER).bind("soon", SOON), cursor));
    return Optional.of(found).filter(rows -> !rows.isEmpty()).map(PgRevocations::batch);
  }

  private static List<Found> found(Query query, long cursor) {
    return query
        .bind("mark", cursor >>> XID_BITS)
        .bind("xid", Long.toString(cursor & ((1L << XID_BITS) - 1)))
        .map((row, context) -> found(row))
        .list();
  }

  private static Batch batch(List<Found> found) {
    return new Batch(
        found.stream().flatMap(f -> f.entry().stream()).toList(), found.get(0).next());
  }

  @Override
  public void await(Duration longest) throws InterruptedException {
    listener.await(longest);
  }

  @Override
  public boolean live(SessionId session, Instant now) {
    return db.read(handle -> handle
        .createQuery("""
                    select exists (
                      select from gatehouse.sessions s join gatehouse.accounts a on a.id = s.account_id and a.shard = s.shard
                      where s.id = :id and s.shard = :shard and s.revoked_at is null and s.idle_ends_at > :now and s.ends_at > :now
                        and a.status = 'ACTIVE')
                    """)
        .bind("id", session.value())
        .bind("shard", session.shard())
        .bind("now", now)
        .mapTo(Boolean.class)
        .one());
  }

  @Override
  public void close() {
    listener.close();
  }

  private static Found found(ResultSet row) throws SQLException {
    Optional<Revoked> key = Types.maybeString(row, "kid").map(Revoked.OfKey::new);
    Optional<Revoked> session =
        Types.maybeUuid(row, "session_id").map(SessionId::new).map(Revoked.OfSession::new);
    Optional<Instant> at = Types.maybeInstant(row, "at");
    return new Found(
        session.or(() -> key).flatMap(what -> at.map(moment -> new Entry(what, moment))),
        row.getLong("mark") << XID_BITS | row.getLong("xmin"));
  }
}
