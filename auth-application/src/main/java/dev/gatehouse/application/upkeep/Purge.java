package dev.gatehouse.application.upkeep;

import dev.gatehouse.application.Environment;
import dev.gatehouse.port.Retention;
import java.time.Duration;
import java.time.Instant;

/** Erases the accounts that are due, and clears what is spent or has run out, in small batches, until a batch comes back less than full. */
public final class Purge {
  public static final Duration PERIOD = Duration.ofMinutes(1);

  private static final int BATCH = 500;
  private static final int MOST_BATCHES = 200;

  private final Environment environment;
  private final AgreedTime time;
  private final Retention.Keep keep;
  private final EraseAccounts erase;

  public Purge(Environment environment, AgreedTime time, Retention.Keep keep, EraseAccounts erase) {
    this.environment = environment;
    this.time = time;
    this.keep = keep;
    this.erase = erase;
  }

  /** Returns how many rows that had run out went. */
  public int handle() {
    Instant now = time.now();
    int gone = 0;
    for (int i = 0; i < MOST_BATCHES; i++) {
      int swept = environment.storage().retention().sweep(BATCH, keep, now);
      gone += swept;
      if (swept < BATCH) {
        break;
      }
    }
    erase.handle(now);
    return gone;
  }
}
