package dev.gatehouse.domain.session;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How long sessions live. All of it is written into the row when the session is opened.
 *
 * @param idle how long a session lives without a refresh
 * @param idleRemembered the same where the person asked to be remembered
 * @param absolute how long it lives at all; 180 days for customers, where NIST SP 800-63B-4 says 30: consumer products
 *     that ask monthly teach people to use weaker ways in
 * @param grace how long the token before the current one still gets the current one, 0 to 300 s
 * @param maxLive live sessions an account; the least recently used goes first
 */
public record SessionPolicy(
    Duration idle, Duration idleRemembered, Duration absolute, Duration grace, int maxLive) {
  // stands before the constants, whose constructor reads it
  private static final Duration MAX_GRACE = Duration.ofMinutes(5);

  public static final SessionPolicy CUSTOMER = new SessionPolicy(
      Duration.ofDays(7), Duration.ofDays(30), Duration.ofDays(180), Duration.ofSeconds(10), 50);
  public static final SessionPolicy STAFF = new SessionPolicy(
      Duration.ofHours(1), Duration.ofHours(1), Duration.ofDays(1), Duration.ofSeconds(10), 50);

  public SessionPolicy {
    if (grace.isNegative() || grace.compareTo(MAX_GRACE) > 0) {
      throw new IllegalArgumentException("grace " + grace + " is outside PT0S to " + MAX_GRACE);
    }
    if (idle.isNegative()
        || idle.isZero()
        || idleRemembered.compareTo(idle) < 0
        || absolute.compareTo(idleRemembered) < 0) {
      throw new IllegalArgumentException("lifetimes must be positive and rising: idle " + idle
          + ", remembered " + idleRemembered + ", absolute " + absolute);
    }
    if (!whole(idle) || !whole(idleRemembered)) {
      throw new IllegalArgumentException(
          "idle " + idle + " and remembered " + idleRemembered + " are not whole seconds");
    }
    if (maxLive < 1) {
      throw new IllegalArgumentException("maxLive " + maxLive + " is not at least 1");
    }
  }

  private static boolean whole(Duration time) {
    return time.equals(time.truncatedTo(ChronoUnit.SECONDS));
  }

  public Duration idle(boolean remembered) {
    return remembered ? idleRemembered : idle;
  }
}
