package dev.gatehouse.testkit.fake;

import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Conversations;
import dev.gatehouse.port.HandshakeDirectory;
import dev.gatehouse.port.History;
import dev.gatehouse.port.IdentityDirectory;
import dev.gatehouse.port.InvitationDirectory;
import dev.gatehouse.port.KeyDirectory;
import dev.gatehouse.port.Leases;
import dev.gatehouse.port.Lockouts;
import dev.gatehouse.port.OutboxQueue;
import dev.gatehouse.port.PersonalData;
import dev.gatehouse.port.Refreshes;
import dev.gatehouse.port.Retention;
import dev.gatehouse.port.Revocations;
import dev.gatehouse.port.SessionDirectory;
import dev.gatehouse.port.Storage;
import dev.gatehouse.port.Store;
import dev.gatehouse.port.Throttle;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything durable, in memory and for tests only: one lock and a copy of its tables. Stricter than a database where that finds mistakes:
 * a verb used outside its unit, on an account that was not locked, or a one-statement verb inside a unit is an {@link IllegalStateException}.
 */
public final class InMemoryStorage implements Storage {
  private final Engine engine = new Engine();
  private final Store store = new Store() {
    @Override
    public <R> R atomically(Function<Unit, R> work) {
      return engine.atomically(work);
    }
  };

  @Override
  public Store store() {
    return store;
  }

  @Override
  public AccountDirectory accounts() {
    return new InMemoryAccountDirectory(engine);
  }

  @Override
  public SessionDirectory sessions() {
    return new InMemorySessionDirectory(engine);
  }

  @Override
  public Refreshes refreshes() {
    return new InMemoryRefreshes(engine);
  }

  @Override
  public KeyDirectory keys() {
    return () -> engine.read().keys.all();
  }

  /** A new node's view of the feed: each remembers by itself how far it has read. */
  @Override
  public Revocations revocations() {
    return new InMemoryRevocations(engine);
  }

  @Override
  public Throttle throttle() {
    return new InMemoryThrottle(engine);
  }

  @Override
  public Lockouts lockouts() {
    return new InMemoryLockouts(engine);
  }

  @Override
  public OutboxQueue outbox() {
    return new InMemoryOutboxQueue(engine);
  }

  @Override
  public History history() {
    return new InMemoryHistory(engine);
  }

  @Override
  public Optional<Instant> time() {
    return Optional.empty();
  }

  @Override
  public InvitationDirectory invitations() {
    return new InMemoryInvitationDirectory(engine);
  }

  @Override
  public Leases leases() {
    return new InMemoryLeases(engine);
  }

  @Override
  public Conversations conversations() {
    return new InMemoryConversations(engine);
  }

  @Override
  public PersonalData personalData() {
    return new InMemoryPersonalData(engine);
  }

  @Override
  public IdentityDirectory identities() {
    return new InMemoryIdentityDirectory(engine);
  }

  @Override
  public HandshakeDirectory handshakes() {
    return (row, collector, now) -> InMemoryHandshakes.look(engine.read(), row, collector, now);
  }

  @Override
  public Retention retention() {
    return new InMemoryRetention(engine);
  }

  /** Whether it answers from now on; while not, every call is a {@link dev.gatehouse.port.Outage}, and what is stored stays. */
  public void answering(boolean does) {
    engine.answering(does);
  }
}
