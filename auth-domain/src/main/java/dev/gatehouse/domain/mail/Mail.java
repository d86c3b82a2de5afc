package dev.gatehouse.domain.mail;

import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Purpose;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A mail that has to go out: what it is about, to whom, and the values its template wants. It may hold a secret, so it is stored
 * sealed.
 *
 * @param id the same over retries, for the {@code Message-ID}
 */
public record Mail(
    UUID id,
    RealmKey realm,
    Kind kind,
    EmailAddress to,
    Locale locale,
    Map<String, String> values) {
  /**
   * What a mail is about, and the values it carries. What was done from somewhere says from where: {@code address} and {@code user_agent}. Any mail
   * to the owner of an account may carry {@code phrase}, the account's anti-phishing phrase, and {@code zone}, the time zone of its times if not UTC
   * (IANA).
   */
  public enum Kind {
    /** The code that proves a mailbox: {@code code}. */
    VERIFICATION_CODE(Purpose.EMAIL_VERIFICATION.life()),
    /** Somebody tried to register an address that has an account: tells its owner so. */
    ALREADY_REGISTERED,
    /** A refresh token was used twice, and the session was ended: its last {@code address} and {@code user_agent}. */
    SESSION_REUSED,
    /** How to set a new password: {@code token} of the link, {@code page} below which the link leads, and {@code code} unless there were many today. */
    PASSWORD_RESET(Purpose.PASSWORD_RESET.life()),
    /** The password was changed or reset, by whom had this {@code address} and {@code user_agent}. */
    PASSWORD_CHANGED,
    /** The password is worth nothing any more, as a change of address was taken back: from where. */
    PASSWORD_REMOVED,
    /** How to sign in without a password: {@code token} of the link, {@code page} below which the link leads, and {@code code} if there is one. */
    MAGIC_LINK(Purpose.MAGIC_LINK.life()),
    /** To the new address: the {@code code} that proves it. */
    EMAIL_CHANGE_CODE(Purpose.EMAIL_CHANGE.life()),
    /** Somebody with an account tried to take this address, which belongs to another account: tells its owner so. */
    EMAIL_TAKEN,
    /** To the new address: it is the account's from now on. */
    EMAIL_CHANGED,
    /** To the old address: {@code new_email}, masked, took its place; {@code token} and {@code page} of the link that takes it back; from where. */
    EMAIL_CHANGED_OLD(Purpose.EMAIL_REVERT.life()),
    /** A device signed in that was not seen before: from where. */
    NEW_DEVICE,
    /** The same of one that stands for more of its hour than are told of one by one: from where. */
    NEW_DEVICES,
    /** Warnings of sign-ins go to the messenger of a {@code provider} from now on, and no longer by mail: from where. */
    WARNINGS_TO_MESSENGER,
    /** Warnings of sign-ins go by mail from now on, and no longer to a messenger: from where. */
    WARNINGS_TO_MAIL,
    /** The {@code code} that proves the mailbox before it becomes a second factor, or as one. */
    FACTOR_CODE(Purpose.SECOND_FACTOR_ENROLMENT.life()),
    /** A second factor was added: from where. */
    SECOND_FACTOR_ENROLLED,
    /** A second factor was removed by the owner: from where. */
    SECOND_FACTOR_REMOVED,
    /** An administrator removed the second factors. */
    SECOND_FACTOR_RESET,
    /** A recovery code was used, and so many are {@code left}: from where. */
    RECOVERY_CODE_USED,
    /** The recovery codes were made anew, so the old ones are worth nothing: from where. */
    RECOVERY_CODES_RENEWED,
    /** An identity at a {@code provider} was linked, by which one can sign in from now on: from where. */
    IDENTITY_LINKED,
    /** The identity at a {@code provider} was unlinked: from where. */
    IDENTITY_UNLINKED,
    /** An administrator disabled the account. */
    ACCOUNT_DISABLED,
    /** An administrator enabled the account again. */
    ACCOUNT_ENABLED,
    /** The account will be deleted at {@code until} (ISO 8601, UTC), and can be had back until then: from where. */
    DELETION_SCHEDULED,
    /** The account will not be deleted after all: from where. */
    DELETION_UNDONE,
    /** The owner's data were handed out: from where. */
    EXPORT_READY,
    /** An invitation to register: {@code token} of the link, {@code page} below which it leads, and {@code life} of the invitation (ISO 8601). */
    INVITATION(Purpose.INVITATION.life());

    private final Optional<Duration> life;

    Kind() {
      life = Optional.empty();
    }

    Kind(Duration life) {
      this.life = Optional.of(life);
    }

    /** How long the code or link that it carries is good, unless the mail says it for itself; empty if it carries none. */
    public Optional<Duration> life() {
      return life;
    }

    private Optional<Duration> life(Map<String, String> values) {
      return Optional.ofNullable(values.get("life")).map(Duration::parse).or(() -> life);
    }

    /** Whether the code or link of a mail with these values, written then, is dead by now: nobody has any use for it. News is always of use. */
    public boolean stale(Map<String, String> values, Instant written, Instant now) {
      return this != EMAIL_CHANGED_OLD
          && life(values).filter(time -> !written.plus(time).isAfter(now)).isPresent();
    }
  }

  public Mail {
    values = Map.copyOf(values);
  }

  /** How long the code or link that it carries is good, if it carries one. */
  public Optional<Duration> life() {
    return kind.life(values);
  }

  /** The code it carries, if any. */
  public Optional<String> code() {
    return Optional.ofNullable(values.get("code"));
  }

  /** What is sealed. Id, realm and kind stand beside it. */
  public byte[] toBytes() {
    return new Notice(id, realm, kind, Optional.of(to), locale, values).toBytes();
  }

  public static Mail fromBytes(UUID id, RealmKey realm, Kind kind, byte[] bytes) {
    return Notice.fromBytes(id, realm, kind, bytes)
        .mail()
        .orElseThrow(() -> new IllegalStateException("mail " + id + " is to nobody"));
  }

  @Override
  public String toString() {
    return "Mail[" + id + ", " + kind + "]";
  }
}
