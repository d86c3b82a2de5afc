package dev.gatehouse.port;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.credential.Authenticator;
import dev.gatehouse.domain.credential.AuthenticatorSetup;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.Sealed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Authenticators and recovery codes. The account's row is locked before any verb that writes, in an earlier statement of the same unit. Which
 * factors are due is the account's to say ({@link Accounts#setSecondFactors}).
 */
public interface SecondFactors {
  /** Begins to enrol an authenticator, in place of any other that was begun. */
  void begin(AuthenticatorSetup setup);

  /** What was begun and has not run out. */
  Optional<AuthenticatorSetup> begun(AccountId account, Instant now);

  /** Enrols it, in place of any other and its codes; what was begun is over. */
  void enrol(Authenticator authenticator, List<Digest> codes);

  Optional<Authenticator> find(AccountId account);

  /**
   * Accepts the code of a step, which ends a row of failures.
   *
   * @return false, and nothing is written, when that step or a later one was accepted before; of racing callers one gets true
   */
  boolean accept(AccountId account, long step);

  /**
   * Spends a recovery code, which ends a row of failures.
   *
   * @return false, and nothing is written, when there is no such code (any more); of racing callers one gets true
   */
  boolean spend(AccountId account, Digest code);

  /** Counts a failure; returns how many there are in a row. */
  int fail(AccountId account);

  /** Forgets failures: codes are judged again. */
  void restore(AccountId account);

  int codesLeft(AccountId account);

  /** Puts new recovery codes in place of all others. */
  void renewCodes(AccountId account, List<Digest> codes, Instant now);

  /**
   * Takes the recovery codes away that were made then or later.
   *
   * @return how many
   */
  int voidCodes(AccountId account, Instant since);

  /** Removes the authenticator, its codes, and what was begun. */
  void remove(AccountId account);

  /** Authenticators in the order of their accounts, a page at a time. */
  List<Authenticator> page(Optional<AccountId> after, int limit);

  void reseal(AccountId account, Sealed sealed);
}
