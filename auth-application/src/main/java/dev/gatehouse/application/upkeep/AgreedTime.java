package dev.gatehouse.application.upkeep;

import dev.gatehouse.port.Storage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The time of this node, held against the store's, by which all nodes go. Work that lets go of things by their age asks here: a node whose
 * clock runs alone must not throw away what every other still needs.
 */
public final class AgreedTime {
  /** How far a node's clock may be from the store's. */
  public static final Duration TOLERANCE = Duration.ofSeconds(2);

  private final Storage storage;
  private final Clock clock;

  public AgreedTime(Storage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /**
   * The time of this node.
   *
   * @throws IllegalStateException when it is too far from the store's
   */
  public Instant now() {
    Duration skew = skew();
    if (skew.abs().compareTo(TOLERANCE) > 0) {
      throw new IllegalStateException("the clock of this node is " + skew
          + " ahead of the store's; at most " + TOLERANCE + " either way is accepted");
    }
    return clock.instant();
  }

  /** How far this node is ahead of the store, behind it if negative; what the question itself took is nobody's fault. */
  public Duration skew() {
    Instant asked = clock.instant();
    return storage
        .time()
        .map(time -> {
          Instant answered = clock.instant();
          if (time.isBefore(asked)) {
            return Duration.between(time, asked);
          }
          return time.isAfter(answered) ? Duration.between(time, answered) : Duration.ZERO;
        })
        .orElse(Duration.ZERO);
  }
}
