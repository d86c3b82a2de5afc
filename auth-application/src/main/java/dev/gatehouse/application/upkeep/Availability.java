package dev.gatehouse.application.upkeep;

import dev.gatehouse.port.Unreachable;
import java.time.Instant;
import java.util.function.Supplier;

/** Since when this node has been able to serve. A client whose answer was lost in an outage is no thief: its grace begins when the outage ends. */
public final class Availability {
  private volatile Instant since;
  private volatile boolean down;

  public Availability(Instant started) {
    this.since = started;
  }

  /** Since when this node serves, asked by who has just got an answer of the store: if that was the first after an outage, since now. */
  public Instant since(Instant now) {
    up(now);
    return since;
  }

  /** The store answered. */
  void up(Instant now) {
    if (down) {
      since = now;
      down = false;
    }
  }

  /** Runs something that needs the store, and notices when it is not there. A store that is merely busy has lost nobody's answer. */
  public <R> R watching(Supplier<R> work) {
    try {
      return work.get();
    } catch (Unreachable e) {
      down = true;
      throw e;
    }
  }
}
