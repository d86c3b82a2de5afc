package dev.gatehouse.application.admin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.account.Farewell;
import dev.gatehouse.application.upkeep.EraseAccounts;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Departure;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** An account is to be erased, after the grace period or at once. What an administrator has removed its owner can not keep: {@link KeepAccount} can. */
public final class RemoveAccount {
  private final Environment environment;
  private final Farewell farewell;
  private final EraseAccounts erase;

  public RemoveAccount(Environment environment, Farewell farewell, EraseAccounts erase) {
    this.environment = environment;
    this.farewell = farewell;
    this.erase = erase;
  }

  /**
   * Returns when it is erased.
   *
   * @param grace until then it can be had back; zero erases it before this returns
   * @throws dev.gatehouse.domain.refusal.Refused {@code NotFound} when the realm has no such account, or it is deleted, or leaving already and is not to
   *     go at once
   */
  public Instant handle(Act act, Duration grace) {
    Instant now = environment.now();
    Instant due = now.plus(grace);
    environment.store().atomically(unit -> {
      Account account = DisableAccount.locked(unit, act, states(grace));
      AccountStatus before =
          unit.departures().of(account.id()).map(Departure::before).orElse(account.status());
      return farewell.begin(
          unit,
          account,
          new Departure(account.id(), account.realm(), now, due, false, before),
          new Farewell.Told(type -> act.event(type, now), Map.of()));
    });
    if (grace.isZero()) {
      erase.handle(act.account(), now);
    }
    return due;
  }

  private static AccountStatus[] states(Duration grace) {
    AccountStatus[] whoStays = {
      AccountStatus.ACTIVE, AccountStatus.PENDING, AccountStatus.LOCKED, AccountStatus.DISABLED
    };
    AccountStatus[] all = java.util.Arrays.copyOf(whoStays, whoStays.length + 1);
    all[whoStays.length] = AccountStatus.LEAVING;
    return grace.isZero() ? all : whoStays;
  }
}
