package dev.gatehouse.redis;

import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts rates by {@link Limit}'s algorithm, in one step of Redis; while Redis does not answer, in memory, so that nobody waits and nothing is
 * refused for it (L42).
 *
 * <p>Each node remembers what it last learnt of a bucket. So an outage does not fill the buckets again: a node goes on from where they were, and
 * until Redis is back the limit is per node instead of for all. A Redis that comes back without its data is told by each node what that one
 * knows. What is loosened nevertheless: what other nodes took and this one never heard of, and what racing callers take in the instant in
 * which Redis goes or comes.
 */
final class JedisThrottle implements Throttle {
  private static final int MAX_NAME = 200;
  private static final Script TAKE = Script.named("take.lua");

  private final Link link;
  private final String prefix;
  private final KnownBuckets known;
  private final AtomicLong takenHere = new AtomicLong();

  JedisThrottle(Link link, String prefix, KnownBuckets known) {
    this.link = link;
    this.prefix = prefix + "throttle:";
    this.known = known;
  }

  @Override
  public Limit.Taken take(String bucket, Limit limit, Instant now) {
    if (bucket.length() > MAX_NAME) {
      throw new IllegalArgumentException("a bucket's name of " + bucket.length()
          + " characters; at most " + MAX_NAME + " are expected");
    }
    Optional<Limit.Taken> counted = inRedis(bucket, limit, now);
    counted.ifPresent(taken -> known.learn(bucket, taken.fullAt(), limit, now));
    return counted.orElseGet(() -> {
      takenHere.incrementAndGet();
      return known.take(bucket, limit, now);
    });
  }

  private Optional<Limit.Taken> inRedis(String bucket, Limit limit, Instant now) {
    Instant full = known.fullAt(bucket, limit, now);
    List<String> arguments = List.of(
        Long.toString(now.getEpochSecond()),
        Integer.toString(now.getNano()),
        nanos(limit.interval()),
        nanos(limit.per()),
        Long.toString(full.getEpochSecond()),
        Integer.toString(full.getNano()));
    return link.ask(redis -> taken(TAKE.run(redis, prefix + bucket, arguments), limit, now));
  }

  private static String nanos(Duration duration) {
    return Long.toString(duration.toNanos());
  }

  private static Limit.Taken taken(Object answer, Limit limit, Instant now) {
    List<?> parts = (List<?>) answer;
    Instant fullAt = Instant.ofEpochSecond(number(parts, 1), number(parts, 2));
    return number(parts, 0) == 1 ? limit.granted(fullAt, now) : limit.take(fullAt, now);
  }

  private static long number(List<?> parts, int place) {
    return (Long) parts.get(place);
  }

  /** How often it was counted here because Redis was not there. */
  long takenHere() {
    return takenHere.get();
  }
}
