package dev.gatehouse.application;

import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.port.Store;
import java.io.Serial;
import java.util.Optional;
import java.util.function.Function;

/** A refusal that only the right secret uncovers: rolls the unit back, so that the secret stays good for a better request. What is on record of it stays. */
public final class Unspent extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final transient Refused refused;
  private final transient Optional<Event> act;

  public Unspent(Refused refused) {
    this(refused, Optional.empty());
  }

  /** @param act what is on record of it all the same */
  public Unspent(Refused refused, Optional<Event> act) {
    super(refused);
    this.refused = refused;
    this.act = act;
  }

  /** Runs work in a unit; what it throws as this is thrown as the refusal, and nothing is written but what is on record of it. */
  public static <R> R spare(Store store, Function<Store.Unit, R> work) {
    try {
      return store.atomically(work);
    } catch (Unspent unspent) {
      unspent.act.ifPresent(event -> record(store, event));
      throw unspent.refused;
    }
  }

  private static void record(Store store, Event event) {
    store.atomically(unit -> {
      unit.record(event);
      return event;
    });
  }
}
