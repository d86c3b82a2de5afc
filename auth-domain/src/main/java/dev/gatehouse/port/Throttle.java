package dev.gatehouse.port;

import dev.gatehouse.domain.throttle.Limit;
import java.time.Instant;

/** Rates, counted before deciding, atomically: N racing callers never get more than the limit. What it counted may be lost. */
@FunctionalInterface
public interface Throttle {
  /**
   * Takes one from a bucket.
   *
   * @param bucket names the action and whom it is counted for; holds no name or address in clear; at most 200 characters
   */
  Limit.Taken take(String bucket, Limit limit, Instant now);
}
