package dev.gatehouse.application.admin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.secondfactor.CheckFactor;
import dev.gatehouse.application.signin.PasswordGates;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.event.EventType;
import java.time.Instant;

/** Takes every lock off an account: an administrative one, and what failed attempts have counted up. */
public final class UnlockAccount {
  private final Environment environment;
  private final PasswordGates gates;
  private final CheckFactor factors;

  public UnlockAccount(Environment environment, PasswordGates gates, CheckFactor factors) {
    this.environment = environment;
    this.gates = gates;
    this.factors = factors;
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code NotFound} when the realm has no such account, or it is neither active nor locked */
  public void handle(Act act) {
    Instant now = environment.now();
    Account account = environment.store().atomically(unit -> {
      Account found = DisableAccount.locked(unit, act, AccountStatus.ACTIVE, AccountStatus.LOCKED);
      if (found.status() == AccountStatus.LOCKED) {
        unit.accounts().setStatus(act.account(), AccountStatus.ACTIVE, now);
      }
      unit.secondFactors().restore(act.account());
      unit.record(act.event(EventType.ACCOUNT_UNLOCKED, now));
      return found;
    });
    gates.clear(account);
    factors.clear(account.id());
  }
}
