package dev.gatehouse.port;

import dev.gatehouse.domain.throttle.Limit;
import java.time.Instant;

/**
 * Rates, counted before deciding, atomically: N racing callers never get more than the limit, over all nodes that share the store that counts.
 *
 * <p>What it counted may be lost, and no law rests on it: what must not be forgotten is kept elsewhere, in PostgreSQL ({@link Lockouts} counts
 * failures, {@link OneTimeSecrets} attempts, sessions are revoked in their rows). On PostgreSQL counts outlive everything but a restore. On Redis
 * they may vanish or come back older at any moment (a flush, a failover, an eviction), which loosens rates for as long as one bucket takes to
 * fill; while Redis does not answer each node goes on from what it last knew, so limits are then per node. An adapter that cannot count throws
 * {@link Outage} rather than granting, or counts on its own; it never refuses because it could not ask.
 */
@FunctionalInterface
public interface Throttle {
  /**
   * Takes one from a bucket.
   *
   * @param bucket names the action and whom it is counted for; holds no name or address in clear; at most 200 characters
   */
  Limit.Taken take(String bucket, Limit limit, Instant now);
}
