package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.port.SessionDirectory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads sessions; their ids, being ordered by time, are the place to go on from. */
final class JdbiSessionDirectory implements SessionDirectory {
  private static final UUID END = new UUID(-1, -1);

  private final Db db;

  JdbiSessionDirectory(Db db) {
    this.db = db;
  }

  @Override
  public List<Session> live(AccountId account, Optional<SessionId> before, int limit, Instant now) {
    return db.read(handle -> handle
        .createQuery("select " + SessionRow.COLUMNS + """
                        from gatehouse.sessions s
                        where s.account_id = :account and s.shard = :shard and s.id < :before
                          and s.revoked_at is null and s.idle_ends_at > :now and s.ends_at > :now
                        order by s.id desc limit :limit
                        """)
        .bind("account", account.value())
        .bind("shard", account.shard())
        .bind("before", before.map(SessionId::value).orElse(END))
        .bind("now", now)
        .bind("limit", limit)
        .map((row, context) -> SessionRow.session(row))
        .list());
  }
}
