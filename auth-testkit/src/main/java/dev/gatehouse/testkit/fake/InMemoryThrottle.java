package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.Throttle;
import java.time.Instant;

/** Keeps, for each bucket, the one instant that is its state. */
final class InMemoryThrottle implements Throttle {
  private static final int MAX_NAME = 200;

  private final Engine engine;

  InMemoryThrottle(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Limit.Taken take(String bucket, Limit limit, Instant now) {
    if (bucket.length() > MAX_NAME) {
      throw new IllegalArgumentException("a bucket's name of " + bucket.length()
          + " characters; at most " + MAX_NAME + " are expected");
    }
    return engine.write(state -> {
      Limit.Taken taken = limit.take(state.buckets.find(bucket).orElse(now), now);
      if (taken.granted()) {
        state.buckets.put(bucket, taken.fullAt());
      }
      return taken;
    });
  }
}
