package dev.gatehouse.application.admin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.account.Farewell;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Departure;
import dev.gatehouse.domain.refusal.Refusal;
import java.time.Instant;
import java.util.Map;

/** An account that leaves stays, whoever wanted it gone: it is what it was before. Its sessions stay ended. */
public final class KeepAccount {
  private final Environment environment;
  private final Farewell farewell;

  public KeepAccount(Environment environment, Farewell farewell) {
    this.environment = environment;
    this.farewell = farewell;
  }

  /**
   * Returns what it is again.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code NotFound} when the realm has no such account, or it is not leaving
   */
  public AccountStatus handle(Act act) {
    Instant now = environment.now();
    return environment.store().atomically(unit -> {
      Account account = DisableAccount.locked(unit, act, AccountStatus.LEAVING);
      Departure departure =
          unit.departures().of(account.id()).orElseThrow(() -> new Refusal.NotFound().thrown());
      farewell.undo(
          unit, account, departure, new Farewell.Told(type -> act.event(type, now), Map.of()), now);
      return departure.before();
    });
  }
}
