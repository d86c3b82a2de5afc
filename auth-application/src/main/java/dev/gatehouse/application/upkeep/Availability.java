package dev.gatehouse.application.upkeep;

import dev.gatehouse.port.Unreachable;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;

/** Since when this node has been able to serve. A client whose answer was lost in an outage is no thief: its grace begins when the outage ends. */
public final class Availability {
  private final Clock clock;
  private volatile Instant since;
  private volatile boolean down;

  public Availability(Clock clock) {
    this.clock = clock;
    this.since = clock.instant();
  }

  /** Since when this node serves, asked by who has just got an answer of the store: if that was the first after an outage, since this moment. */
  public Instant since() {
    up();
    return since;
  }

  /**
   * The store answered. The time is read now: whoever asked may have waited long for the answer. A moment that is still to come was read
   * from a clock that has been set back: left standing, it would keep the window open until then.
   */
  synchronized void up() {
    Instant now = clock.instant();
    if (down || since.isAfter(now)) {
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
