package dev.gatehouse.application.secondfactor;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.assurance.FactorCode;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Store;
import java.time.Instant;

/** Says whether a code of the caller's authenticator is right. It is counted and spent as everywhere: else this would tell guesses from codes. */
public final class ValidateCode {
  private final Environment environment;
  private final CheckFactor check;

  public ValidateCode(Environment environment, CheckFactor check) {
    this.environment = environment;
    this.check = check;
  }

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code NotFound} (there is no authenticator), {@code LockedOut}, {@code SecondFactorLocked}, {@code
   *     TokenRejected}
   */
  public boolean handle(Client client, AccessClaims caller, SecretText code) {
    Instant now = environment.now();
    boolean enrolled = environment
        .storage()
        .accounts()
        .find(caller.realm(), caller.subject())
        .map(AccountDirectory.Entry::account)
        .filter(account -> !account.secondFactors().isEmpty())
        .isPresent();
    if (!enrolled) {
      throw new Refusal.NotFound().thrown();
    }
    try {
      return check.counted(
          client,
          caller.subject(),
          now,
          () -> environment.store().atomically(unit -> judge(unit, client, caller, code, now)));
    } catch (Refused refused) {
      if (refused.refusal() instanceof Refusal.SecondFactorRejected) {
        return false;
      }
      throw refused;
    }
  }

  private boolean judge(
      Store.Unit unit, Client client, AccessClaims caller, SecretText code, Instant now) {
    Account account = unit.accounts()
        .lock(caller.subject())
        .filter(Account::active)
        .orElseThrow(() -> new Refusal.TokenRejected().thrown());
    if (!check.judge(unit, client, account, FactorCode.totp(code.reveal()), now)) {
      throw new Refusal.SecondFactorRejected().thrown();
    }
    return true;
  }
}
