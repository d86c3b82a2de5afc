package dev.gatehouse.application.upkeep;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Phrase;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.account.UuidV7;
import dev.gatehouse.domain.mail.Mail;
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

/** Seals a mail and puts it into the outbox of the unit that gives cause to it. */
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
    UUID id = UuidV7.of(now, randomness.bytes(UuidV7.RANDOM_BYTES));
    Map<String, String> said = new TreeMap<>(values);
    recipient.phrase().ifPresent(phrase -> said.put("phrase", phrase.value()));
    if (!recipient.zone().equals(Profile.UTC)) {
      said.put("zone", recipient.zone().getId());
    }
    Mail mail = new Mail(id, recipient.realm(), kind, recipient.to(), recipient.locale(), said);
    Sealed sealed = master.seal(
        mail.toBytes(),
        Outbox.Item.place(id, recipient.realm()),
        randomness.bytes(MasterKeys.NONCE_BYTES));
    outbox.put(new Outbox.Item(id, recipient.realm(), kind, sealed, 0, now, recipient.account()));
  }
}
