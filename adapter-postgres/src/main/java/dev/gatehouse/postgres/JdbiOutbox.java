package dev.gatehouse.postgres;

import dev.gatehouse.port.Outbox;
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
            insert into gatehouse.outbox (id, realm, kind, sealed, attempts, created_at, due_at)
            values (:id, :realm, :kind, :sealed, :attempts, :created_at, :created_at)
            """)
        .bind("id", item.id())
        .bind("realm", item.realm().value())
        .bind("kind", item.kind().name())
        .bind("sealed", item.sealed().bytes())
        .bind("attempts", item.attempts())
        .bind("created_at", item.createdAt())
        .execute();
  }
}
