package dev.gatehouse.application.session;

import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.throttle.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often one session may refresh on one node, in memory: a client gone wild meets this before it meets the database. */
final class Pace {
  private static final Limit LIMIT = new Limit(240, Duration.ofMinutes(1));
  private static final int MANY = 100_000;

  private final Map<SessionId, Instant> fullAt = new ConcurrentHashMap<>();

  /** Refuses what comes too fast. */
  void take(SessionId session, Instant now) {
    if (fullAt.size() > MANY) {
      fullAt.values().removeIf(full -> !full.isAfter(now));
    }
    Limit.Taken[] taken = new Limit.Taken[1];
    fullAt.compute(session, (id, full) -> {
      taken[0] = LIMIT.take(full == null ? now : full, now);
      return taken[0].fullAt();
    });
    if (!taken[0].granted()) {
      throw new Refusal.Throttled(taken[0].retryAfter()).thrown();
    }
  }
}
