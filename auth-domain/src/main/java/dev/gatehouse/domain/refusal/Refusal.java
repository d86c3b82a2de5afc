package dev.gatehouse.domain.refusal;

import dev.gatehouse.domain.credential.PasswordFlaw;
import java.time.Duration;
import java.time.Instant;
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

  /** The password breaks these rules; {@code minLength} and {@code maxLength} are in code points. */
  record PasswordRejected(Set<PasswordFlaw> flaws, int minLength, int maxLength)
      implements Refusal {
    public PasswordRejected {
      flaws = Set.copyOf(flaws);
    }
  }

  /** The realm takes no new accounts this way. */
  record RegistrationDisabled() implements Refusal {}

  /** The terms have to be accepted to register. */
  record TermsNotAccepted() implements Refusal {}

  /** The field's value is not acceptable: what came (its shape, never the value of a secret) and what would be. */
  record ValueRejected(String field, String received, String accepted) implements Refusal {}

  /** There is no such thing, or it is not the caller's. */
  record NotFound() implements Refusal {}

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
