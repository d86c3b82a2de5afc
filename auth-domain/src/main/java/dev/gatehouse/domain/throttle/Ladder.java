package dev.gatehouse.domain.throttle;

import java.time.Duration;
import java.util.List;

/**
 * How long a gate is shut after each counted attempt: nothing for the first ones, then a rung more each time, then the last rung again
 * and again. Counting starts anew when nothing was counted for the memory's length: no lock is permanent.
 *
 * @param free how many attempts are judged before the gate shuts for the first time
 * @param rungs how long it is shut after the last free attempt, the one after, and so on
 * @param memory how long a count is kept after the last attempt
 */
public record Ladder(int free, List<Duration> rungs, Duration memory) {
  /** Failed passwords for one account from one network prefix, or from one known device. */
  public static final Ladder PASSWORD = new Ladder(
      5,
      List.of(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(30)),
      Duration.ofHours(24));
  /** Failed passwords for one account from unknown devices anywhere; after that the mailed link only. */
  public static final Ladder ACCOUNT_DAY =
      new Ladder(100, List.of(Duration.ofHours(24)), Duration.ofHours(24));
  /** Accounts tried from one network prefix. */
  public static final Ladder PREFIX_HOUR =
      new Ladder(50, List.of(Duration.ofHours(1)), Duration.ofHours(1));
  /** One try per half hour and network prefix, for an account without a mailbox whose day is used up. */
  public static final Ladder LAST_RESORT =
      new Ladder(1, List.of(Duration.ofMinutes(30)), Duration.ofHours(24));

  /** Wrong codes of a second factor for one account, or from one known device. */
  public static final Ladder FACTOR_DAY =
      new Ladder(20, List.of(Duration.ofHours(24)), Duration.ofHours(24));
  /** Wrong codes in a row from one known device; after that one a day. */
  public static final Ladder FACTOR_ROW =
      new Ladder(100, List.of(Duration.ofHours(24)), Duration.ofDays(365));

  public Ladder {
    rungs = List.copyOf(rungs);
    if (free < 1 || rungs.isEmpty()) {
      throw new IllegalArgumentException("a ladder with " + free + " free attempts and "
          + rungs.size() + " rungs; at least one of each is expected");
    }
  }

  /** For how long the gate is shut once this many attempts are counted. */
  public Duration shutAfter(int counted) {
    return counted < free ? Duration.ZERO : rungs.get(Math.min(counted - free, rungs.size() - 1));
  }
}
