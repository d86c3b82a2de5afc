package dev.gatehouse.application.upkeep;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Phrase;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.account.UuidV7;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.mail.Notice;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.port.Outbox;
import dev.gatehouse.port.Randomness;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Seals a mail, or a message, and puts it into the outbox of the unit that gives cause to it; and opens it again. */
public final class PostMail {
  private final MasterKeys master;
  private final Randomness randomness;

  public PostMail(MasterKeys master, Randomness randomness) {
    this.master = master;
    this.randomness = randomness;
  }

  /** To whom, in which language, with whose times, and whose mail it is. */
  public record Recipient(
      RealmKey realm,
      EmailAddress to,
      Locale locale,
      ZoneId zone,
      Optional<AccountId> account,
      Optional<Phrase> phrase) {
    /** Somebody who has no account, or of whom nobody may know it. */
    public Recipient(RealmKey realm, EmailAddress to, Locale locale) {
      this(realm, to, locale, Profile.UTC, Optional.empty(), Optional.empty());
    }

    /** The owner of an account, at an address that is or was its own: every mail about it says its phrase (L45), and goes with it (L46). */
    public static Recipient owner(Account account, EmailAddress at) {
      return new Recipient(
          account.realm(),
          at,
          account.profile().locale(),
          account.profile().timezone(),
          Optional.of(account.id()),
          account.phrase());
    }

    /** An address of which the account's owner says that it is his: the mail goes with the account, and tells nothing of it. */
    public static Recipient unproven(Account account, EmailAddress at) {
      return new Recipient(
          account.realm(),
          at,
          account.profile().locale(),
          Profile.UTC,
          Optional.of(account.id()),
          Optional.empty());
    }

    @Override
    public String toString() {
      return "Recipient[" + realm + "]";
    }
  }

  public void handle(
      Outbox outbox, Mail.Kind kind, Recipient recipient, Map<String, String> values, Instant now) {
    Notice notice = new Notice(
        id(now),
        recipient.realm(),
        kind,
        Optional.of(recipient.to()),
        recipient.locale(),
        said(recipient.zone(), recipient.phrase(), values));
    put(outbox, Outbox.Channel.MAIL, notice, recipient.account(), now);
  }

  /** In a messenger, to the owner of an account; what it would be as a mail goes along. */
  void message(
      Outbox outbox, Mail.Kind kind, Account account, Map<String, String> values, Instant now) {
    Notice notice = new Notice(
        id(now),
        account.realm(),
        kind,
        account.email(),
        account.profile().locale(),
        said(account.profile().timezone(), account.phrase(), values));
    put(outbox, Outbox.Channel.MESSENGER, notice, Optional.of(account.id()), now);
  }

  /** @throws IllegalStateException where no master key opens it */
  Notice open(Outbox.Item item) {
    byte[] body = master.open(item.sealed(), Outbox.Item.place(item.id(), item.realm()));
    return Notice.fromBytes(item.id(), item.realm(), item.kind(), body);
  }

  /** Whether what it carries is dead by now; as far as its kind tells where no master key opens it. */
  public boolean stale(Outbox.Item item, Instant now) {
    Map<String, String> values;
    try {
      values = open(item).values();
    } catch (IllegalStateException sealed) {
      values = Map.of();
    }
    return item.kind().stale(values, item.createdAt(), now);
  }

  private UUID id(Instant now) {
    return UuidV7.of(now, randomness.bytes(UuidV7.RANDOM_BYTES));
  }

  private static Map<String, String> said(
      ZoneId zone, Optional<Phrase> phrase, Map<String, String> values) {
    Map<String, String> said = new TreeMap<>(values);
    phrase.ifPresent(words -> said.put("phrase", words.value()));
    if (!zone.equals(Profile.UTC)) {
      said.put("zone", zone.getId());
    }
    return said;
  }

  private void put(
      Outbox outbox,
      Outbox.Channel channel,
      Notice notice,
      Optional<AccountId> account,
      Instant now) {
    Sealed sealed = master.seal(
        notice.toBytes(),
        Outbox.Item.place(notice.id(), notice.realm()),
        randomness.bytes(MasterKeys.NONCE_BYTES));
    outbox.put(new Outbox.Item(
        notice.id(), notice.realm(), notice.kind(), sealed, 0, now, account, channel));
  }
}
