package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.port.Accounts;
import dev.gatehouse.port.Candidates;
import dev.gatehouse.port.Departures;
import dev.gatehouse.port.Exports;
import dev.gatehouse.port.Handshakes;
import dev.gatehouse.port.Identities;
import dev.gatehouse.port.Invitations;
import dev.gatehouse.port.Keys;
import dev.gatehouse.port.OneTimeSecrets;
import dev.gatehouse.port.Outbox;
import dev.gatehouse.port.SecondFactors;
import dev.gatehouse.port.Sessions;
import dev.gatehouse.port.Store;
import java.util.HashSet;
import java.util.Set;

/** A unit at work: the copy it writes on, and which accounts it has locked. Its verbs fail once it has ended, and in another thread. */
final class InMemoryUnit implements Store.Unit, AutoCloseable {
  private final State state;
  private final Thread thread = Thread.currentThread();
  private final Set<AccountId> locked = new HashSet<>();
  private volatile boolean ended;

  InMemoryUnit(State state) {
    this.state = state;
  }

  /** The state to write on. */
  State state() {
    if (ended || !Thread.currentThread().equals(thread)) {
      throw new IllegalStateException("a verb was used "
          + (ended ? "after its unit ended" : "in another thread than its unit's")
          + "; verbs are good inside the work only");
    }
    return state;
  }

  void locked(AccountId account) {
    locked.add(account);
  }

  /** The state to write on, for a verb that needs the account's row locked before. */
  State stateOf(AccountId account) {
    State writable = state();
    if (!locked.contains(account)) {
      throw new IllegalStateException(
          "account " + account
              + " is not locked; lock, a signIn that succeeded, or create is expected earlier in the unit");
    }
    return writable;
  }

  @Override
  public Accounts accounts() {
    return new InMemoryAccounts(this);
  }

  @Override
  public Candidates candidates() {
    return new InMemoryCandidates(this);
  }

  @Override
  public Sessions sessions() {
    return new InMemorySessions(this);
  }

  @Override
  public OneTimeSecrets secrets() {
    return new InMemoryOneTimeSecrets(this);
  }

  @Override
  public SecondFactors secondFactors() {
    return new InMemorySecondFactors(this);
  }

  @Override
  public Outbox outbox() {
    return new InMemoryOutbox(this);
  }

  @Override
  public Keys keys() {
    return new InMemoryKeys(this);
  }

  @Override
  public Invitations invitations() {
    return new InMemoryInvitations(this);
  }

  @Override
  public Departures departures() {
    return new InMemoryDepartures(this);
  }

  @Override
  public Exports exports() {
    return new InMemoryExports(this);
  }

  @Override
  public Identities identities() {
    return new InMemoryIdentities(this);
  }

  @Override
  public Handshakes handshakes() {
    return new InMemoryHandshakes(this);
  }

  @Override
  public void record(Event event) {
    state().record(event);
  }

  @Override
  public void close() {
    ended = true;
  }
}
