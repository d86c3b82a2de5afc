package dev.gatehouse.postgres;

import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.port.Conversations;
import java.time.Instant;
import java.util.Optional;

/** What people are asked in a messenger, a row for each who has not answered. */
final class JdbiConversations implements Conversations {
  private final Db db;

  JdbiConversations(Db db) {
    this.db = db;
  }

  @Override
  public void put(Digest whom, Sealed topic, Instant endsAt) {
    db.read(handle -> handle
        .createUpdate("""
            insert into gatehouse.conversations (whom, topic, ends_at) values (:whom, :topic, :ends_at)
            on conflict (whom) do update set topic = excluded.topic, ends_at = excluded.ends_at
            """)
        .bind("whom", whom.bytes())
        .bind("topic", topic.bytes())
        .bind("ends_at", endsAt)
        .execute());
  }

  @Override
  public Optional<Sealed> find(Digest whom, Instant now) {
    return db.read(handle -> handle
        .createQuery(
            "select topic from gatehouse.conversations where whom = :whom and ends_at > :now")
        .bind("whom", whom.bytes())
        .bind("now", now)
        .map((row, context) -> new Sealed(row.getBytes("topic")))
        .findOne());
  }
}
