package dev.gatehouse.application.signin;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Standing;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Set;

/**
 * What only the owner may do is permitted to a session whose owner was recognised lately, by signing in or by {@link dev.gatehouse.application.secondfactor.Reauthenticate}: read from the
 * session's row, so that a stolen access token is not enough, however fresh it is.
 */
public final class StepUp {
  private StepUp() {}

  /**
   * The caller's account, locked, inside the unit of the change that is to be permitted.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code StepUpRequired} when the owner was not recognised lately as surely as the account allows,
   *     {@code TokenRejected} when the account is not active or the session has ended
   */
  public static Account require(Store.Unit unit, AccessClaims caller, Instant now) {
    Account account = unit.accounts()
        .lock(caller.subject())
        .filter(Account::active)
        .orElseThrow(() -> new Refusal.TokenRejected().thrown());
    Standing standing = unit.sessions()
        .standing(account.id(), caller.session(), now)
        .orElseThrow(() -> new Refusal.TokenRejected().thrown());
    if (!standing.provenLately(level(account), now)) {
      throw required(account, unit.accounts().hasPassword(account.id()), standing)
          .thrown();
    }
    return account;
  }

  /**
   * What a session of that standing has to show. Where there is no password to go with it, a code recognises only the owner of a session that has shown one
   * before, when it was opened or since: to another it would be all there is, and none of what opened it need be there any more. That one has to sign in anew.
   */
  public static Refusal.StepUpRequired required(
      Account account, boolean password, Standing standing) {
    return password || standing.proven(level(account))
        ? required(account, password)
        : new Refusal.StepUpRequired(Set.of(), Set.of(), Standing.LATELY);
  }

  /** The level that the account allows: with a second factor enrolled, one alone is not enough. */
  public static Acr level(Account account) {
    return account.secondFactors().isEmpty() ? Acr.AAL1 : Acr.AAL2;
  }

  /** What a session has to show that was not recognised lately. */
  public static Refusal.StepUpRequired required(Account account, boolean password) {
    return new Refusal.StepUpRequired(
        password ? Set.of(Method.PASSWORD) : Set.of(), account.secondFactors(), Standing.LATELY);
  }
}
