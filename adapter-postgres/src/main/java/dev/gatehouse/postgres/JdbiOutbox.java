package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.port.Outbox;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Puts mails and messages into the table from which {@link JdbiOutboxQueue} takes them. */
final class JdbiOutbox implements Outbox {
  /** Begins the kinds of messages. */
  static final String MESSAGE = "MESSAGE_";

  private final Handle handle;

  JdbiOutbox(Handle handle) {
    this.handle = handle;
  }

  /** What stands in the table: versions that know of mails alone leave alone what is none (L47). */
  static String word(Channel channel, Mail.Kind kind) {
    return channel == Channel.MAIL ? kind.name() : MESSAGE + kind.name();
  }

  static List<String> words(Channel channel) {
    return Stream.of(Mail.Kind.values()).map(kind -> word(channel, kind)).toList();
  }

  static List<String> everyWord() {
    return Stream.of(Channel.values())
        .flatMap(channel -> words(channel).stream())
        .toList();
  }

  static Channel channel(String word) {
    return word.startsWith(MESSAGE) ? Channel.MESSENGER : Channel.MAIL;
  }

  static Mail.Kind kind(String word) {
    return Mail.Kind.valueOf(word.startsWith(MESSAGE) ? word.substring(MESSAGE.length()) : word);
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
        .bind("kind", word(item.channel(), item.kind()))
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
