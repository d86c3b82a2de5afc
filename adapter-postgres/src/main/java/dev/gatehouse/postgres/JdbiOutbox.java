package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.port.Outbox;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Puts mails into the table from which {@link JdbiOutboxQueue} takes them. */
final class JdbiOutbox implements Outbox {
  private final Handle handle;

  JdbiOutbox(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void put(Item item) {
    handle
        .createUpdate("""
            insert into gatehouse.outbox (id, realm, kind, sealed, attempts, created_at, due_at, account_id)
            values (:id, :realm, :kind, :sealed, :attempts, :created_at, :created_at, :account)
            """)
        .bind("id", item.id())
        .bind("realm", item.realm().value())
        .bind("kind", item.kind().name())
        .bind("sealed", item.sealed().bytes())
        .bind("attempts", item.attempts())
        .bind("created_at", item.createdAt())
        .bind("account", item.account().map(AccountId::value))
        .execute();
  }

  @Override
  public boolean revive(UUID id, Instant now) {
    return handle.createUpdate("""
                update gatehouse.outbox set dead_at = null, attempts = 0, due_at = :now
                where id = :id and dead_at is not null and delivered_at is null
                """).bind("id", id).bind("now", now).execute() == 1;
  }
}
