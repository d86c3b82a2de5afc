package dev.gatehouse.application;

import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.refusal.Refused;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Tells listeners what was recorded in a unit, all of it together, once it is committed and never before. */
final class ListeningStore implements Store {
  private final Store store;
  private final Consumer<List<Event>> listeners;

  ListeningStore(Store store, Consumer<List<Event>> listeners) {
    this.store = store;
    this.listeners = listeners;
  }

  @Override
  public <R> R atomically(Function<Unit, R> work) {
    List<Event> recorded = new ArrayList<>();
    R result;
    try {
      result = store.atomically(unit -> work.apply(new ListeningUnit(unit, recorded)));
    } catch (Refused committed) {
      listeners.accept(recorded);
      throw committed;
    }
    listeners.accept(recorded);
    return result;
  }

  private record ListeningUnit(Unit unit, List<Event> recorded) implements Unit {
    @Override
    public Accounts accounts() {
      return unit.accounts();
    }

    @Override
    public Candidates candidates() {
      return unit.candidates();
    }

    @Override
    public Sessions sessions() {
      return unit.sessions();
    }

    @Override
    public OneTimeSecrets secrets() {
      return unit.secrets();
    }

    @Override
    public SecondFactors secondFactors() {
      return unit.secondFactors();
    }

    @Override
    public Outbox outbox() {
      return unit.outbox();
    }

    @Override
    public Keys keys() {
      return unit.keys();
    }

    @Override
    public Invitations invitations() {
      return unit.invitations();
    }

    @Override
    public Departures departures() {
      return unit.departures();
    }

    @Override
    public Exports exports() {
      return unit.exports();
    }

    @Override
    public Identities identities() {
      return unit.identities();
    }

    @Override
    public Handshakes handshakes() {
      return unit.handshakes();
    }

    @Override
    public void record(Event event) {
      unit.record(event);
      recorded.add(event);
    }
  }
}
