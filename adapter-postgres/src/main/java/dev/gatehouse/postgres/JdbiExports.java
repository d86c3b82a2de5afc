package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.port.Exports;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Keeps that archives were asked for. */
final class JdbiExports implements Exports {
  private final Handle handle;

  JdbiExports(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void ask(UUID id, AccountId account, Instant now, Instant endsAt) {
    handle
        .createUpdate("""
            insert into gatehouse.exports (id, shard, account_id, asked_at, ends_at)
            values (:id, :shard, :account, :now, :ends_at)
            """)
        .bind("id", id)
        .bind("shard", account.shard())
        .bind("account", account.value())
        .bind("now", now)
        .bind("ends_at", endsAt)
        .execute();
  }

  @Override
  public boolean asked(UUID id, AccountId account, Instant now) {
    return handle
        .createQuery("""
            select exists (select from gatehouse.exports
              where id = :id and shard = :shard and account_id = :account and ends_at > :now)
            """)
        .bind("id", id)
        .bind("shard", account.shard())
        .bind("account", account.value())
        .bind("now", now)
        .mapTo(Boolean.class)
        .one();
  }
}
