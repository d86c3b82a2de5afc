package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.Departure;
import dev.gatehouse.port.Departures;
import java.util.Optional;

/** Keeps which accounts are to be erased, on a unit's copy, and insists that the row was locked before. */
final class InMemoryDepartures implements Departures {
  private final InMemoryUnit unit;

  InMemoryDepartures(InMemoryUnit unit) {
    this.unit = unit;
  }

  @Override
  public void schedule(Departure departure) {
    unit.stateOf(departure.account()).departures.put(departure.account(), departure);
  }

  @Override
  public Optional<Departure> of(AccountId account) {
    return unit.stateOf(account).departures.find(account);
  }

  @Override
  public void cancel(AccountId account) {
    unit.stateOf(account).departures.remove(account);
  }
}
