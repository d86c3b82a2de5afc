package dev.gatehouse.application.linking;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.identity.Proof;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.secret.OneTimeSecret;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Somebody who was recognised.
 *
 * @param owner whose account that was then, and its epoch; empty where there was none
 * @param elsewhere whether that was a while ago, and not where he comes in
 * @param since what the account was raised over later, it does not outlive; empty where the owner's epoch says that alone
 */
public record Recognised(
    ProvenIdentity person,
    Optional<OneTimeSecret.Owner> owner,
    boolean elsewhere,
    Optional<Instant> since) {
  /** Of an account to which nothing has happened. */
  private static final long FIRST_EPOCH = 0;

  /**
   * By a proof that is shown by whoever comes in.
   *
   * @param owner as of when he came: a proof says nothing of what has happened between its being signed and that, but when it was signed
   */
  static Recognised by(Proof proof, Optional<OneTimeSecret.Owner> owner) {
    // signed in some moment of that second: the last, in favour of who signs in right after a
    // change
    Instant latest =
        proof.signedAt().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1).minusNanos(1);
    return new Recognised(proof.person(), owner, false, Optional.of(latest));
  }

  /** By a provider to which the browser was sent at that time: what has happened since then counts, however long it has been there. */
  static Recognised sent(Proof proof, Optional<OneTimeSecret.Owner> owner, Instant at) {
    return new Recognised(proof.person(), owner, false, Optional.of(at));
  }

  public static Recognised before(ProvenIdentity person, Optional<OneTimeSecret.Owner> owner) {
    return new Recognised(person, owner, true, Optional.empty());
  }

  /**
   * Whether nothing has happened since that it must not outlive (L23): an account was made, given to another, or changed. Of several who come at once and are new
   * one makes the account, and the others come to it.
   */
  boolean holds(Optional<Account> current) {
    return owner.equals(current.map(Recognised::as)) || (!elsewhere && justMade(current));
  }

  /** Whether what it rests on is from before that. */
  boolean outlived(Optional<Instant> raisedAt) {
    return since.flatMap(at -> raisedAt.filter(at::isBefore)).isPresent();
  }

  private boolean justMade(Optional<Account> current) {
    return owner.isEmpty()
        && current.filter(account -> account.epoch() == FIRST_EPOCH).isPresent();
  }

  private static OneTimeSecret.Owner as(Account account) {
    return new OneTimeSecret.Owner(account.id(), account.epoch());
  }
}
