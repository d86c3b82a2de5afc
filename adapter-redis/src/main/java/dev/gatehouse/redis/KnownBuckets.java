package dev.gatehouse.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.domain.throttle.Limit;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What this node knows of the buckets that it has asked for lately. A bucket that is pushed out by others counts as full: more callers than
 * that in one outage loosen the limits, and do not fill the memory.
 */
final class KnownBuckets {
  private final Cache<String, Instant> fullAt;

  KnownBuckets(int most) {
    fullAt = Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
  }

  /** When the bucket is full, where it is not by then. */
  Instant fullAt(String bucket, Limit limit, Instant now) {
    return Optional.ofNullable(fullAt.getIfPresent(bucket))
        .map(full -> limit.possible(full, now))
        .filter(now::isBefore)
        .orElse(now);
  }

  /** Learns that it is full no sooner than that. */
  void learn(String bucket, Instant full, Limit limit, Instant now) {
    fullAt.asMap().merge(bucket, full, (known, told) -> {
      Instant possible = limit.possible(known, now);
      return possible.isAfter(told) ? possible : told;
    });
  }

  /** Takes one, of what is known here. */
  Limit.Taken take(String bucket, Limit limit, Instant now) {
    AtomicReference<Limit.Taken> taken = new AtomicReference<>(limit.take(now, now));
    fullAt.asMap().compute(bucket, (name, known) -> {
      Limit.Taken outcome = limit.take(known == null ? now : known, now);
      taken.set(outcome);
      return outcome.fullAt();
    });
    return Objects.requireNonNull(taken.get());
  }

  long size() {
    fullAt.cleanUp();
    return fullAt.estimatedSize();
  }
}
