package dev.gatehouse.telegram;

import dev.gatehouse.domain.throttle.Limit;
import java.time.Duration;
import java.time.Instant;

/**
 * How fast a bot speaks to all, <a href="https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this">so that Telegram need not say</a>. In one chat
 * it says no more than it is asked, which {@link dev.gatehouse.application.telegram.LimitMessages} bounds: nobody who writes much is waited for. Counted on this node;
 * what others say besides, Telegram counts.
 */
final class Rate {
  private static final Limit ALL = new Limit(25, Duration.ofSeconds(1));

  private Instant full = Instant.MIN;

  /** Takes one, if it may be said now; else how long until it may be tried again. */
  synchronized Duration take(Instant now) {
    Limit.Taken taken = ALL.take(full.isAfter(now) ? full : now, now);
    full = taken.granted() ? taken.fullAt() : full;
    return taken.retryAfter();
  }
}
