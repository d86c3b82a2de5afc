package dev.gatehouse.application.admin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.session.EndSessions;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Shuts an account until it is enabled, and ends its sessions. */
public final class DisableAccount {
  private final Environment environment;
  private final TellOwner owner;

  public DisableAccount(Environment environment, TellOwner owner) {
    this.environment = environment;
    this.owner = owner;
  }

  /**
   * Returns how many sessions were ended.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code NotFound} when the realm has no such account, or it is disabled, leaving or deleted
   */
  public int handle(Act act) {
    Instant now = environment.now();
    return environment.store().atomically(unit -> {
      Account account =
          locked(unit, act, AccountStatus.ACTIVE, AccountStatus.PENDING, AccountStatus.LOCKED);
      unit.accounts().disable(act.account(), now);
      unit.record(act.event(EventType.ACCOUNT_DISABLED, now));
      owner.handle(unit, account, Mail.Kind.ACCOUNT_DISABLED, Map.of(), now);
      return EndSessions.all(
              unit,
              act.account(),
              Optional.empty(),
              RevokeReason.ACCOUNT_DISABLED,
              act.event(EventType.SESSION_ENDED, now))
          .size();
    });
  }

  /** The account, locked, if it is the realm's and in one of these states. */
  static Account locked(Store.Unit unit, Act act, AccountStatus... states) {
    return unit.accounts()
        .lock(act.account())
        .filter(a -> a.realm().equals(act.realm()) && java.util.Set.of(states).contains(a.status()))
        .orElseThrow(() -> new Refusal.NotFound().thrown());
  }
}
