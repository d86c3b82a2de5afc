package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.port.Exports;
import java.time.Instant;
import java.util.UUID;

/** Keeps which archives were asked for, on a unit's copy. */
final class InMemoryExports implements Exports {
  private final InMemoryUnit unit;

  InMemoryExports(InMemoryUnit unit) {
    this.unit = unit;
  }

  @Override
  public void ask(UUID id, AccountId account, Instant now, Instant endsAt) {
    unit.state().exports.put(id, new State.Export(account, endsAt));
  }

  @Override
  public boolean asked(UUID id, AccountId account, Instant now) {
    return unit.state()
        .exports
        .find(id)
        .filter(export -> export.account().equals(account) && export.endsAt().isAfter(now))
        .isPresent();
  }
}
