package dev.gatehouse.port;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.Sealed;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What people are told if, and only if, the change commits that asked for it: mails, and messages in a messenger. */
public interface Outbox {
  /** By which way something goes out. */
  enum Channel {
    MAIL,
    /** The messenger of the realm's bot, to the account's identity there; by mail, where there is an address, if that can not be done. */
    MESSENGER
  }

  /**
   * A mail or message as stored.
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
      Optional<AccountId> account,
      Channel channel) {
    /** A mail about no account. */
    public Item(
        UUID id, RealmKey realm, Mail.Kind kind, Sealed sealed, int attempts, Instant createdAt) {
      this(id, realm, kind, sealed, attempts, createdAt, Optional.empty(), Channel.MAIL);
    }

    /** The same with so many tries. */
    public Item tried(int times) {
      return new Item(id, realm, kind, sealed, times, createdAt, account, channel);
    }

    public static MasterKeys.Place place(UUID id, RealmKey realm) {
      return new MasterKeys.Place("outbox", "sealed", id.toString(), realm.value());
    }
  }

  /** Puts one in; it is due at once. */
  void put(Item item);

  /** Makes a dead one due at once, as if it had never been tried; says whether there was such a one. */
  boolean revive(UUID id, Instant now);
}
