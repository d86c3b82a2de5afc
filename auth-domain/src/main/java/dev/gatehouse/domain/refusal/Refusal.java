package dev.gatehouse.domain.refusal;

import dev.gatehouse.domain.account.Channel;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.credential.PasswordFlaw;
import dev.gatehouse.domain.identity.ProviderKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A decision against the caller, as data. Its {@linkplain #code() code} is the record's name in UPPER_SNAKE; its components are what the caller may know. The reason behind it goes into the event,
 * never into the refusal.
 */
public sealed interface Refusal {
  /** Wrong name, wrong password, account not active: one face for all of them. */
  record CredentialsRejected() implements Refusal {}

  /** The code was wrong, used up or never sent; {@code attemptsLeft} further tries are judged. */
  record CodeRejected(int attemptsLeft) implements Refusal {}

  /** The refresh token cannot be used: malformed, unknown, ended, expired or reused. */
  record RefreshRejected() implements Refusal {}

  /** The access token cannot be used: malformed, badly signed, expired, of another realm, or revoked. */
  record TokenRejected() implements Refusal {}

  /** Too many requests of this kind; the next one is judged after {@code retryAfter}. */
  record Throttled(Duration retryAfter) implements Refusal {}

  /** Too many mails asked for again; the next may be asked for at {@code nextAvailableAt}, which is {@code retryAfter} from now. */
  record ResendThrottled(Duration retryAfter, Instant nextAvailableAt) implements Refusal {}

  /** Too many failed attempts; signing in (nothing else) is shut for {@code retryAfter}. */
  record LockedOut(Duration retryAfter) implements Refusal {}

  /** Another account of the realm has this username. */
  record UsernameTaken() implements Refusal {}

  /** Another account has this address. Said only to who has proven the mailbox. */
  record EmailTaken() implements Refusal {}

  /**
   * The link is good, and was asked for by somebody else than who presents it: it signs in once that is confirmed.
   *
   * @param account whose it is, masked
   * @param registers whether there is no account yet, and it makes one
   * @param address from where it was asked for; empty where a provider gave it
   * @param userAgent what asked for it; empty where a provider gave it
   * @param provider where it was given to somebody whom the provider named, and no browser asked
   */
  record ConfirmationRequired(
      String account,
      boolean registers,
      String address,
      String userAgent,
      Optional<ProviderKey> provider,
      Instant askedAt)
      implements Refusal {
    @Override
    public String toString() {
      return "ConfirmationRequired[…]";
    }
  }

  /** Nothing was proven of an identity: no subject, a proof that was used before, or a link or handshake that is not (any more) the caller's. */
  record IdentityRejected() implements Refusal {}

  /** The identity is another account's, or the account has another one of that provider. */
  record IdentityTaken() implements Refusal {}

  /** Without it there would be no way in to the account. */
  record LastWayIn() implements Refusal {}

  /** The realm lets nobody in by providers. */
  record ProvidersShut() implements Refusal {}

  /** The password breaks these rules; {@code minLength} and {@code maxLength} are in code points. */
  record PasswordRejected(Set<PasswordFlaw> flaws, int minLength, int maxLength)
      implements Refusal {
    public PasswordRejected {
      flaws = Set.copyOf(flaws);
    }
  }

  /** The realm takes no new accounts by this channel. */
  record RegistrationDisabled(Channel channel) implements Refusal {}

  /** The invitation is none, is taken, revoked or run out, or is for another address. */
  record InvitationRejected() implements Refusal {}

  /** Everything that is due was proven, and the account is to be erased at {@code until}: no session, but a ticket to keep it. */
  record AccountLeaving(Instant until) implements Refusal {}

  /** The terms have to be accepted to register. */
  record TermsNotAccepted() implements Refusal {}

  /** The field's value is not acceptable: what came (its shape, never the value of a secret) and what would be. */
  record ValueRejected(String field, String received, String accepted) implements Refusal {}

  /**
   * Only for who was recognised at most {@code maxAge} ago, as surely as the account allows: by one of {@code first}, if there is any, together with one
   * of {@code second}, if there is any; or by signing in anew.
   */
  record StepUpRequired(Set<Method> first, Set<Method> second, Duration maxAge) implements Refusal {
    public StepUpRequired {
      first = Set.copyOf(first);
      second = Set.copyOf(second);
    }
  }

  /** The code of the second factor is wrong, or was used already. */
  record SecondFactorRejected() implements Refusal {}

  /** So many wrong codes in a row that none is judged any more; proving the mailbox or an administrator changes that. */
  record SecondFactorLocked() implements Refusal {}

  /** There is no such thing, or it is not the caller's. */
  record NotFound() implements Refusal {}

  /** The code or link in the mail is dead, so it is of no use to send it again. */
  record MailStale() implements Refusal {}

  /** The actor may not do this to that account. */
  record NotPermitted() implements Refusal {}

  /** The stable name of this refusal: {@code CredentialsRejected} is {@code CREDENTIALS_REJECTED}. */
  default String code() {
    return getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
        .toUpperCase(java.util.Locale.ROOT);
  }

  /** This refusal, ready to be thrown. */
  default Refused thrown() {
    return new Refused(this);
  }
}
