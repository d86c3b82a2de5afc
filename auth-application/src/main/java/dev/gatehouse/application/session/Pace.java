package dev.gatehouse.application.session;

import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.throttle.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often one session may refresh on one node, in memory: a client gone wild meets this before it meets the database. Two generations of
 * counters bound the memory: after the limit's time every bucket of the older one is full again.
 */
final class Pace {
  private static final Limit LIMIT = new Limit(240, Duration.ofMinutes(1));

  private volatile Generation newer = new Generation(Instant.MIN, Map.of());

  private record Generation(
      Instant since, Map<SessionId, Instant> older, Map<SessionId, Instant> fullAt) {
    Generation(Instant since, Map<SessionId, Instant> older) {
      this(since, older, new ConcurrentHashMap<>());
    }
  }

  /** Refuses what comes too fast. */
  void take(SessionId session, Instant now) {
    Generation generation = current(now);
    Limit.Taken[] taken = new Limit.Taken[1];
    generation.fullAt().compute(session, (id, stored) -> {
      Instant full = stored == null ? generation.older().getOrDefault(id, now) : stored;
      taken[0] = LIMIT.take(full, now);
      return taken[0].fullAt();
    });
    if (!taken[0].granted()) {
      throw new Refusal.Throttled(taken[0].retryAfter()).thrown();
    }
  }

  private Generation current(Instant now) {
    Generation generation = newer;
    return current(generation, now) ? generation : next(now);
  }

  private static boolean current(Generation generation, Instant now) {
    return generation.since().isAfter(now.minus(LIMIT.per()))
        && generation.since().isBefore(now.plus(LIMIT.per()));
  }

  private synchronized Generation next(Instant now) {
    if (!current(newer, now)) {
      // what a clock that was set back has counted lies in the future
      newer = new Generation(now, newer.since().isAfter(now) ? Map.of() : newer.fullAt());
    }
    return newer;
  }
}
