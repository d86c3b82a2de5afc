package dev.gatehouse.application.admin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import java.time.Instant;
import java.util.Map;

/** Takes back that an account was disabled: it is what it was before, so one that was pending or locked is that again. Its sessions stay ended. */
public final class EnableAccount {
  private final Environment environment;
  private final TellOwner owner;

  public EnableAccount(Environment environment, TellOwner owner) {
    this.environment = environment;
    this.owner = owner;
  }

  /**
   * Returns what it is again.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code NotFound} when the realm has no such account, or it is not disabled
   */
  public AccountStatus handle(Act act) {
    Instant now = environment.now();
    return environment.store().atomically(unit -> {
      Account account = DisableAccount.locked(unit, act, AccountStatus.DISABLED);
      AccountStatus again = unit.accounts().enable(act.account(), now);
      unit.record(act.event(EventType.ACCOUNT_ENABLED, now));
      if (again == AccountStatus.ACTIVE) {
        owner.handle(unit, account, Mail.Kind.ACCOUNT_ENABLED, Map.of(), now);
      }
      return again;
    });
  }
}
