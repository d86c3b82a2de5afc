package dev.gatehouse.application;

import dev.gatehouse.domain.event.Event;
import dev.gatehouse.port.Randomness;
import dev.gatehouse.port.Storage;
import dev.gatehouse.port.Store;
import dev.gatehouse.port.Throttle;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * What every use case stands on.
 *
 * @param store the store whose events are heard by the listeners once they are committed; never {@code storage.store()} itself
 * @param listeners hear, besides, what happens without being audited, such as an ordinary refresh
 */
public record Environment(
    Storage storage,
    Store store,
    Throttle throttle,
    Clock clock,
    Randomness randomness,
    Consumer<Event> listeners) {
  /** The time of this request: read once and passed on. */
  public Instant now() {
    return clock.instant();
  }
}
