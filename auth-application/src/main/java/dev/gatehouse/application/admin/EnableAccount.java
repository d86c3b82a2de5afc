package dev.gatehouse.application.admin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.event.EventType;
import java.time.Instant;

/** Opens a disabled account again. Its sessions stay ended. */
public final class EnableAccount {
  private final Environment environment;

  public EnableAccount(Environment environment) {
    this.environment = environment;
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code NotFound} when the realm has no such account, or it is not disabled */
  public void handle(Act act) {
    Instant now = environment.now();
    environment.store().atomically(unit -> {
      DisableAccount.locked(unit, act, AccountStatus.DISABLED);
      unit.accounts().setStatus(act.account(), AccountStatus.ACTIVE);
      unit.record(act.event(EventType.ACCOUNT_ENABLED, now));
      return act;
    });
  }
}
