package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.port.Outbox;
import dev.gatehouse.port.OutboxQueue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.statement.Query;

/**
 * Takes mails and messages out of the outbox. A lease is no lock but a later due moment: whoever takes a mail and dies leaves it due again. What is
 * delivered or dead stays so.
 */
final class JdbiOutboxQueue implements OutboxQueue {
  private static final String WAITING_MESSAGE =
      "id = :id and delivered_at is null and dead_at is null and starts_with(kind, '"
          + JdbiOutbox.MESSAGE + "')";

  private final Db db;

  JdbiOutboxQueue(Db db) {
    this.db = db;
  }

  @Override
  public List<Outbox.Item> claim(int limit, Duration lease, Instant now) {
    return claimed(
        """
        (kind = any(:mails) or kind = any(:messages) and due_at <= :forsaken)""",
        limit,
        lease,
        now,
        query -> query
            .bindArray("mails", String.class, JdbiOutbox.words(Outbox.Channel.MAIL))
            .bind("forsaken", now.minus(lease)));
  }

  @Override
  public List<Outbox.Item> claimMessages(RealmKey realm, int limit, Duration lease, Instant now) {
    return claimed(
        "kind = any(:messages) and realm = :realm",
        limit,
        lease,
        now,
        query -> query.bind("realm", realm.value()));
  }

  /** What a newer version has put in is left to it. Among the due ones those that have been due longest go first: where nothing was postponed, the oldest. */
  private List<Outbox.Item> claimed(
      String which, int limit, Duration lease, Instant now, UnaryOperator<Query> bound) {
    return db.read(handle -> bound
        .apply(handle.createQuery("""
                    with due as materialized (
                      select id from gatehouse.outbox
                      where delivered_at is null and dead_at is null and due_at <= :now and %s
                      order by due_at
                      limit :limit
                      for update skip locked),
                    claimed as (
                      update gatehouse.outbox o set attempts = o.attempts + 1, due_at = :lease_ends_at
                      from due
                      where o.id = due.id
                      returning o.id, o.realm, o.kind, o.sealed, o.attempts, o.created_at, o.account_id)
                    select * from claimed order by created_at, id
                    """.formatted(which)))
        .bindArray("messages", String.class, JdbiOutbox.words(Outbox.Channel.MESSENGER))
        .bind("now", now)
        .bind("limit", limit)
        .bind("lease_ends_at", now.plus(lease))
        .map((row, context) -> item(row))
        .list());
  }

  @Override
  public void mailInstead(UUID id, Instant now) {
    settle(
        "update gatehouse.outbox set kind = substr(kind, " + (JdbiOutbox.MESSAGE.length() + 1)
            + "), attempts = 0, due_at = :at where " + WAITING_MESSAGE,
        id,
        now);
  }

  @Override
  public void drop(UUID id) {
    db.read(handle -> handle
        .createUpdate("delete from gatehouse.outbox where " + WAITING_MESSAGE)
        .bind("id", id)
        .execute());
  }

  @Override
  public void delivered(UUID id, Instant now) {
    settle(
        "update gatehouse.outbox set delivered_at = :at, sealed = null where id = :id and delivered_at is null and dead_at is null",
        id,
        now);
  }

  @Override
  public void postpone(UUID id, Instant due) {
    settle(
        "update gatehouse.outbox set due_at = :at where id = :id and delivered_at is null and dead_at is null",
        id,
        due);
  }

  @Override
  public void bury(UUID id, Instant now) {
    settle(
        "update gatehouse.outbox set dead_at = :at where id = :id and delivered_at is null and dead_at is null",
        id,
        now);
  }

  @Override
  public List<Dead> dead(int limit) {
    return dead("order by dead_at desc, id limit :limit", "limit", limit);
  }

  @Override
  public Optional<Dead> dead(UUID id) {
    return dead("and id = :id", "id", id).stream().findFirst();
  }

  private List<Dead> dead(String which, String name, Object value) {
    return db.read(handle -> handle
        .createQuery("""
            select id, realm, kind, sealed, attempts, created_at, account_id, dead_at from gatehouse.outbox
            where dead_at is not null and delivered_at is null and kind = any(:known)
            """ + which)
        .bindArray("known", String.class, JdbiOutbox.everyWord())
        .bind(name, value)
        .map((row, context) -> new Dead(item(row), Types.instant(row, "dead_at")))
        .list());
  }

  private void settle(String sql, UUID id, Instant at) {
    db.read(handle -> handle.createUpdate(sql).bind("id", id).bind("at", at).execute());
  }

  private static Outbox.Item item(ResultSet row) throws SQLException {
    return new Outbox.Item(
        Types.uuid(row, "id"),
        new RealmKey(row.getString("realm")),
        JdbiOutbox.kind(row.getString("kind")),
        new Sealed(row.getBytes("sealed")),
        row.getInt("attempts"),
        Types.instant(row, "created_at"),
        Types.maybeUuid(row, "account_id").map(AccountId::new),
        JdbiOutbox.channel(row.getString("kind")));
  }
}
