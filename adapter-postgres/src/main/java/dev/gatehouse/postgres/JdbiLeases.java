package dev.gatehouse.postgres;

import dev.gatehouse.port.Leases;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Leases as rows that one node may change until a moment, and then any: one statement each, and the row's lock decides between racing nodes. */
final class JdbiLeases implements Leases {
  private final Db db;

  JdbiLeases(Db db) {
    this.db = db;
  }

  @Override
  public Optional<Held> take(String work, UUID holder, Instant until, Instant now) {
    return db.read(handle -> handle
        .createQuery("""
            insert into gatehouse.leases as l (work, holder, ends_at, position, advanced_at) values (:work, :holder, :until, 0, :epoch)
            on conflict (work) do update set holder = excluded.holder, ends_at = excluded.ends_at
              where l.holder = excluded.holder or l.ends_at <= :now
            returning position, advanced_at
            """)
        .bind("work", work)
        .bind("holder", holder)
        .bind("until", until)
        .bind("epoch", Instant.EPOCH)
        .bind("now", now)
        .map((row, context) -> new Held(row.getLong("position"), Types.instant(row, "advanced_at")))
        .findOne());
  }

  @Override
  public boolean advance(String work, UUID holder, long position, Instant now) {
    return db.read(handle -> handle
            .createUpdate(
                "update gatehouse.leases set position = :position, advanced_at = :now where work = :work and holder = :holder")
            .bind("work", work)
            .bind("holder", holder)
            .bind("position", position)
            .bind("now", now)
            .execute())
        == 1;
  }

  @Override
  public void release(String work, UUID holder, Instant now) {
    db.read(handle -> handle
        .createUpdate(
            "update gatehouse.leases set ends_at = :now where work = :work and holder = :holder")
        .bind("work", work)
        .bind("holder", holder)
        .bind("now", now)
        .execute());
  }
}
