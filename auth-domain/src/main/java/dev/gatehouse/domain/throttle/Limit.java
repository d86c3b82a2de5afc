package dev.gatehouse.domain.throttle;

import java.time.Duration;
import java.time.Instant;

/**
 * So many in so long, as a bucket that refills steadily (generic cell rate algorithm). The whole state is one instant, the
 * <em>theoretical arrival time</em>: when the bucket will be full again.
 *
 * @param most how many may be taken at once from a full bucket
 * @param per in what time an empty bucket fills
 */
public record Limit(int most, Duration per) {
  private static final Duration FINEST = Duration.ofNanos(1000);

  /** More than the clocks of those who count together may differ. */
  private static final Duration LEAP = Duration.ofSeconds(10);

  public Limit {
    if (most < 1 || per.isNegative() || per.isZero()) {
      throw new IllegalArgumentException(
          "a limit of " + most + " per " + per + "; at least 1 in a positive time is expected");
    }
    if (per.toNanos() / most < FINEST.toNanos()) {
      throw new IllegalArgumentException("a limit of " + most + " per " + per
          + " is finer than one in " + FINEST + ", which stores can't tell apart");
    }
  }

  /**
   * So many in any time of that length, wherever it begins: all at once from a full bucket, and then one each. Where a bucket refills as fast as it
   * may be emptied, an unlucky time of that length sees nearly twice as many.
   */
  public static Limit within(int most, Duration time) {
    return new Limit(most, time.multipliedBy(most));
  }

  /** What one taking costs. */
  public Duration interval() {
    // Duration divides by way of BigDecimal, which every refresh would feel
    return Duration.ofNanos(per.toNanos() / most);
  }

  /**
   * The outcome of a try to take one.
   *
   * @param fullAt the state to be stored; unchanged where nothing was granted
   * @param remaining how many more could be taken at once
   * @param retryAfter zero where granted
   */
  public record Taken(boolean granted, Instant fullAt, int remaining, Duration retryAfter) {}

  /**
   * When a bucket is full that is said to be so at {@code fullAt}. No bucket takes longer than {@link #per}: one that would was counted by a
   * clock that had leapt ahead, and must not stay empty for as long as that leapt. It has one left.
   */
  public Instant possible(Instant fullAt, Instant now) {
    return fullAt.isAfter(impossible(now)) ? now.plus(per).minus(interval()) : fullAt;
  }

  /** No bucket is full later than that. Until then, a clock may just be a little ahead of another. */
  public Instant impossible(Instant now) {
    return now.plus(per).plus(LEAP);
  }

  /** Takes one from a bucket that is full at {@code fullAt}. */
  public Taken take(Instant fullAt, Instant now) {
    Instant known = possible(fullAt, now);
    Instant from = known.isAfter(now) ? known : now;
    Instant after = from.plus(interval());
    Instant latest = now.plus(per);
    if (after.isAfter(latest)) {
      return new Taken(false, fullAt, 0, Duration.between(latest, after));
    }
    return granted(after, now);
  }

  /** When one can be taken again from a bucket that is full at {@code fullAt}; past, where it can already. */
  public Instant again(Instant fullAt) {
    return fullAt.plus(interval()).minus(per);
  }

  /** The outcome of a try that was granted and left the bucket full at that instant. */
  public Taken granted(Instant fullAt, Instant now) {
    long remaining =
        Duration.between(fullAt, now.plus(per)).toNanos() / interval().toNanos();
    return new Taken(true, fullAt, (int) remaining, Duration.ZERO);
  }
}
