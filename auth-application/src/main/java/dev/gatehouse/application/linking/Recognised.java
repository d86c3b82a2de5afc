package dev.gatehouse.application.linking;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.secret.OneTimeSecret;
import java.util.Optional;

/**
 * Somebody who was recognised.
 *
 * @param owner whose account that was then, and its epoch; empty where there was none
 * @param elsewhere whether that was a while ago, and not where he comes in
 */
public record Recognised(
    ProvenIdentity person, Optional<OneTimeSecret.Owner> owner, boolean elsewhere) {
  /** Of an account to which nothing has happened. */
  private static final long FIRST_EPOCH = 0;

  /** By what is shown by whoever comes in, as of when he came. */
  public static Recognised now(ProvenIdentity person, Optional<OneTimeSecret.Owner> owner) {
    return new Recognised(person, owner, false);
  }

  public static Recognised before(ProvenIdentity person, Optional<OneTimeSecret.Owner> owner) {
    return new Recognised(person, owner, true);
  }

  /**
   * Whether nothing has happened since that it must not outlive (L23): an account was made, given to another, or changed. Of several who come at once and are new
   * one makes the account, and the others come to it.
   */
  boolean holds(Optional<Account> current) {
    return owner.equals(current.map(Recognised::as)) || (!elsewhere && justMade(current));
  }

  private boolean justMade(Optional<Account> current) {
    return owner.isEmpty()
        && current.filter(account -> account.epoch() == FIRST_EPOCH).isPresent();
  }

  private static OneTimeSecret.Owner as(Account account) {
    return new OneTimeSecret.Owner(account.id(), account.epoch());
  }
}
