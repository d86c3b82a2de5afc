package dev.gatehouse.application.admin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.secondfactor.CheckFactor;
import dev.gatehouse.application.session.EndSessions;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.RevokeReason;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes the second factor off an account whose owner has lost it, and ends its sessions. Where the realm requires one, the owner enrols another. */
public final class ResetSecondFactor {
  private final Environment environment;
  private final CheckFactor factors;
  private final TellOwner owner;

  public ResetSecondFactor(Environment environment, CheckFactor factors, TellOwner owner) {
    this.environment = environment;
    this.factors = factors;
    this.owner = owner;
  }

  /**
   * Returns how many sessions were ended.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code NotFound} when the realm has no such account, it has no second factor, or is leaving or deleted
   */
  public int handle(Act act) {
    Instant now = environment.now();
    int ended = environment.store().atomically(unit -> {
      Account account = DisableAccount.locked(
          unit, act, AccountStatus.ACTIVE, AccountStatus.LOCKED, AccountStatus.DISABLED);
      if (account.secondFactors().isEmpty()) {
        throw new Refusal.NotFound().thrown();
      }
      unit.secondFactors().remove(act.account());
      unit.accounts().setSecondFactors(act.account(), Set.of(), now);
      unit.record(act.event(EventType.SECOND_FACTOR_RESET, now));
      owner.handle(unit, account, Mail.Kind.SECOND_FACTOR_RESET, Map.of(), now);
      return EndSessions.all(
              unit,
              act.account(),
              Optional.empty(),
              RevokeReason.SECOND_FACTOR_RESET,
              act.event(EventType.SESSION_ENDED, now))
          .size();
    });
    factors.clear(act.account());
    return ended;
  }
}
