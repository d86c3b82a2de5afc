package dev.gatehouse.telegram;

import dev.gatehouse.port.Randomness;
import java.nio.ByteBuffer;
import java.time.Duration;

/** How long to wait before trying again: twice as long each time, up to a bound, and between half of that and all of it, so that not all come back at once. */
record Backoff(Duration first, Duration most, Randomness randomness) {
  private static final int DOUBLINGS = 16;

  /** @param failures in a row so far, from 1 */
  Duration after(int failures) {
    long whole = Math.min(
        most.toMillis(), first.toMillis() << Math.min(DOUBLINGS, Math.max(0, failures - 1)));
    long chance = ByteBuffer.wrap(randomness.bytes(Long.BYTES)).getLong() & Long.MAX_VALUE;
    return Duration.ofMillis(whole / 2 + chance % (whole / 2 + 1));
  }

  @Override
  public String toString() {
    return "Backoff[" + first + " to " + most + "]";
  }
}
