package dev.gatehouse.application;

import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.port.Store;
import java.io.Serial;
import java.util.function.Function;

/** A refusal that only the right secret uncovers: rolls the unit back, so that the secret stays good for a better request. */
public final class Unspent extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final transient Refused refused;

  public Unspent(Refused refused) {
    super(refused);
    this.refused = refused;
  }

  /** Runs work in a unit; what it throws as this is thrown as the refusal, and nothing is written. */
  public static <R> R spare(Store store, Function<Store.Unit, R> work) {
    try {
      return store.atomically(work);
    } catch (Unspent unspent) {
      throw unspent.refused;
    }
  }
}
