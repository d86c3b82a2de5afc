package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.port.Revocations;
import dev.gatehouse.testkit.fake.State.Announced;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Reads the feed as one node does: it remembers how far it has read, so that waiting ends at once when there is more. */
final class InMemoryRevocations implements Revocations {
  private final Engine engine;
  private final AtomicLong readTo;

  InMemoryRevocations(Engine engine) {
    this.engine = engine;
    this.readTo = new AtomicLong(engine.read().lastRevocation());
  }

  @Override
  public Batch since(long cursor) {
    State state = engine.read();
    long from = cursor > state.lastRevocation() ? BEGINNING : cursor;
    List<Entry> entries = state.revocations.where(row -> row.position() > from).stream()
        .map(Announced::entry)
        .toList();
    readTo.accumulateAndGet(state.lastRevocation(), Math::max);
    return new Batch(entries, state.lastRevocation());
  }

  @Override
  public Optional<Batch> soonAfter(long cursor) {
    boolean own = cursor > BEGINNING && cursor <= engine.read().lastRevocation();
    return own ? Optional.of(since(cursor)) : Optional.empty();
  }

  @Override
  public void await(Duration longest) throws InterruptedException {
    engine.awaitAfter(readTo.get(), longest);
  }

  @Override
  public boolean live(SessionId session, Instant now) {
    return engine
        .read()
        .joined(session)
        .filter(row -> row.session().live(now) && row.status() == AccountStatus.ACTIVE)
        .isPresent();
  }
}
