package dev.gatehouse.telegram;

import java.time.Duration;
import java.time.Instant;

/** Asks nothing of somebody who has not answered several times in a row, but for one question from time to time. */
final class Breaker {
  private static final int FAILURES = 5;
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration MOST = Duration.ofMinutes(1);

  private int failures;
  private Duration pause = FIRST;
  private Instant shutUntil = Instant.MIN;

  /** From when on something may be asked. */
  synchronized Instant opensAt() {
    return shutUntil;
  }

  synchronized void answered() {
    failures = 0;
    pause = FIRST;
    shutUntil = Instant.MIN;
  }

  /** Says whether it has shut by that, having been open. */
  synchronized boolean failed(Instant now) {
    failures++;
    if (failures < FAILURES || now.isBefore(shutUntil)) {
      return false;
    }
    shutUntil = now.plus(pause);
    pause = pause.multipliedBy(2).compareTo(MOST) < 0 ? pause.multipliedBy(2) : MOST;
    return failures == FAILURES;
  }
}
