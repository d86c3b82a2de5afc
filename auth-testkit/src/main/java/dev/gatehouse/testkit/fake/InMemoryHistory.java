package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.port.History;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads the committed trail backwards. */
final class InMemoryHistory implements History {
  private final Engine engine;

  InMemoryHistory(Engine engine) {
    this.engine = engine;
  }

  @Override
  public List<Row> of(AccountId account, OptionalLong before, int limit) {
    return engine
        .read()
        .audit
        .where(row -> row.event().subject().equals(Optional.of(account)))
        .stream()
        .filter(row -> before.isEmpty() || row.position() < before.getAsLong())
        .sorted(Comparator.comparingLong(Row::position).reversed())
        .limit(limit)
        .toList();
  }
}
