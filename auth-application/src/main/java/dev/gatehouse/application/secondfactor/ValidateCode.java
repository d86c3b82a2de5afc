package dev.gatehouse.application.secondfactor;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.assurance.FactorCode;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Store;

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
    Asker asker = Asker.signedIn(client, caller, environment.now());
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
          asker,
          caller.subject(),
          () -> environment.store().atomically(unit -> judge(unit, asker, caller, code)));
    } catch (Refused refused) {
      if (refused.refusal() instanceof Refusal.SecondFactorRejected) {
        return false;
      }
      throw refused;
    }
  }

  private boolean judge(Store.Unit unit, Asker asker, AccessClaims caller, SecretText code) {
    Account account = unit.accounts()
        .lock(caller.subject())
        .filter(Account::active)
        .orElseThrow(() -> new Refusal.TokenRejected().thrown());
    if (!check.judge(unit, asker, account, FactorCode.totp(code.reveal()))) {
      throw new Refusal.SecondFactorRejected().thrown();
    }
    unit.record(asker.event(EventType.SECOND_FACTOR_SHOWN, account));
    return true;
  }
}
