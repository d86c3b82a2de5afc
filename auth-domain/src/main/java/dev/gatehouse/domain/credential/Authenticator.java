package dev.gatehouse.domain.credential;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.secret.Sealed;
import java.time.Instant;

/**
 * The authenticator that an account has enrolled, with its recovery codes.
 *
 * @param sealed its {@link FactorSecrets}
 * @param lastStep the last step whose code was accepted
 * @param failures wrong codes in a row, from devices that have not signed in to the account before
 */
public record Authenticator(
    AccountId account, Sealed sealed, long lastStep, int failures, Instant enrolledAt) {
  /** After so many wrong codes in a row none is judged any more from such devices, until the mailbox or an administrator says so, or a right one comes from a known device. */
  public static final int MOST_FAILURES = 100;

  /** A new one; the code that proved it is spent. */
  public static Authenticator enrolled(AccountId account, Sealed sealed, long step, Instant now) {
    return new Authenticator(account, sealed, step, 0, now);
  }

  /** Whether no code is judged any more but from a known device. It is as due as before. */
  public boolean locked() {
    return failures >= MOST_FAILURES;
  }
}
