package dev.gatehouse.testkit.fake;

import dev.gatehouse.port.Leases;
import dev.gatehouse.testkit.fake.State.Lease;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Keeps leases; each verb is one statement. */
final class InMemoryLeases implements Leases {
  private static final Held BEGINNING = new Held(0, Instant.EPOCH);

  private final Engine engine;

  InMemoryLeases(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Optional<Held> take(String work, UUID holder, Instant until, Instant now) {
    return engine.write(state -> {
      Lease known = state.leases.find(work).orElse(new Lease(holder, until, BEGINNING));
      if (!known.holder().equals(holder) && known.until().isAfter(now)) {
        return Optional.empty();
      }
      state.leases.put(work, new Lease(holder, until, known.held()));
      return Optional.of(known.held());
    });
  }

  @Override
  public boolean advance(String work, UUID holder, long position, Instant now) {
    return engine.write(state -> {
      Optional<Lease> own =
          state.leases.find(work).filter(lease -> lease.holder().equals(holder));
      own.ifPresent(lease ->
          state.leases.put(work, new Lease(holder, lease.until(), new Held(position, now))));
      return own.isPresent();
    });
  }

  @Override
  public void release(String work, UUID holder, Instant now) {
    engine.write(state -> {
      state
          .leases
          .find(work)
          .filter(lease -> lease.holder().equals(holder))
          .ifPresent(lease -> state.leases.put(work, new Lease(holder, now, lease.held())));
      return work;
    });
  }
}
