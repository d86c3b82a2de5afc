package dev.gatehouse.port;

import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.Sealed;
import java.time.Instant;
import java.util.UUID;

/** Mails that go out if, and only if, the change commits that asked for them. */
public interface Outbox {
  /**
   * A mail as stored.
   *
   * @param sealed recipient and values, sealed for {@link #place}
   * @param attempts how often delivery was tried
   */
  record Item(
      UUID id, RealmKey realm, Mail.Kind kind, Sealed sealed, int attempts, Instant createdAt) {
    public static MasterKeys.Place place(UUID id, RealmKey realm) {
      return new MasterKeys.Place("outbox", "sealed", id.toString(), realm.value());
    }
  }

  /** Puts a mail in; it is due at once. */
  void put(Item item);
}
