package dev.gatehouse.domain.credential;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.Sealed;
import java.time.Duration;
import java.time.Instant;

/**
 * An authenticator that is being enrolled: it counts for nothing until a code of it was shown.
 *
 * @param sealed its {@link FactorSecrets}
 * @param holder what stands for the session or ticket that began it, and alone may end it
 * @param epoch the account's: whatever raises it ends this too
 */
public record AuthenticatorSetup(
    AccountId account, Sealed sealed, Digest holder, long epoch, Instant endsAt) {
  public static final Duration LIFE = Duration.ofMinutes(10);

  /** Whether this holder may go on with it. */
  public boolean of(Digest who, long current, Instant now) {
    return holder.equals(who) && epoch == current && now.isBefore(endsAt);
  }
}
