package dev.gatehouse.port;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.Sealed;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Mails that go out if, and only if, the change commits that asked for them. */
public interface Outbox {
  /**
   * A mail as stored.
   *
   * @param sealed recipient and values, sealed for {@link #place}
   * @param attempts how often delivery was tried
   * @param account whose mail it is; it goes with the account
   */
  record Item(
      UUID id,
      RealmKey realm,
      Mail.Kind kind,
      Sealed sealed,
      int attempts,
      Instant createdAt,
      Optional<AccountId> account) {
    /** One about no account. */
    public Item(
        UUID id, RealmKey realm, Mail.Kind kind, Sealed sealed, int attempts, Instant createdAt) {
      this(id, realm, kind, sealed, attempts, createdAt, Optional.empty());
    }

    public static MasterKeys.Place place(UUID id, RealmKey realm) {
      return new MasterKeys.Place("outbox", "sealed", id.toString(), realm.value());
    }
  }

  /** Puts a mail in; it is due at once. */
  void put(Item item);

  /** Makes a dead mail due at once, as if it had never been tried; says whether there was such a one. */
  boolean revive(UUID id, Instant now);
}
