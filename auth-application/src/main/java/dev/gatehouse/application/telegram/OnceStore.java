package dev.gatehouse.application.telegram;

import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.port.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * A store for what one message asks for. The first thing in its unit is to remember the message, so that the change and the memory of it are committed together
 * or not at all: whoever brings the message again, to whichever node and after whatever crash, changes nothing. One that comes at the same time waits for the
 * first one's commit. A refusal is remembered too: it was a decision.
 */
final class OnceStore implements Store {
  /** Telegram keeps a message for a day. */
  static final Duration MEMORY = Duration.ofDays(2);

  private final Store store;
  private final Digest message;
  private final Clock clock;

  OnceStore(Store store, Digest message, Clock clock) {
    this.store = store;
    this.message = message;
    this.clock = clock;
  }

  @Override
  public <R> R atomically(Function<Unit, R> work) {
    Instant now = clock.instant();
    return store.atomically(unit -> {
      if (!unit.secrets().remember(message, now.plus(MEMORY), now)) {
        throw new DoneAlready();
      }
      return work.apply(unit);
    });
  }
}
