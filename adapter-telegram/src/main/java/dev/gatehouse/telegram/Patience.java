package dev.gatehouse.telegram;

import java.time.Duration;

/** How waiting is done. */
@FunctionalInterface
interface Patience {
  void sleep(Duration time) throws InterruptedException;

  /** On the thread that calls. */
  Patience REAL = time -> Thread.sleep(Math.max(1, time.toMillis()));
}
