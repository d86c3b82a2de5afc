package dev.gatehouse.postgres;

import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.port.Store;
import java.util.function.Function;
import java.util.function.Supplier;

/** One transaction for one unit. */
final class PgStore implements Store {
  private final Db db;
  private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

  PgStore(Db db) {
    this.db = db;
  }

  @Override
  public <R> R atomically(Function<Unit, R> work) {
    if (inside.get()) {
      throw new IllegalStateException("a unit inside a unit; use the one that is open");
    }
    inside.set(true);
    try {
      Supplier<R> answer = db.transaction(handle -> {
        PgUnit unit = new PgUnit(handle);
        try {
          return decide(work, unit);
        } finally {
          unit.end();
        }
      });
      return answer.get();
    } finally {
      inside.remove();
    }
  }

  /** A refusal is a decision like any other: it is kept until what came before it is committed. */
  private static <R> Supplier<R> decide(Function<Unit, R> work, Unit unit) {
    try {
      R result = work.apply(unit);
      return () -> result;
    } catch (Refused refused) {
      return () -> {
        throw refused;
      };
    }
  }
}
