package dev.gatehouse.telegram;

import dev.gatehouse.domain.throttle.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How fast a bot speaks, <a href="https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this">so that Telegram need not say</a>: to all, and in
 * one chat. Counted on this node; what others say besides, Telegram counts.
 */
final class Rate {
  private static final Limit ALL = new Limit(25, Duration.ofSeconds(1));
  private static final Limit CHAT = new Limit(3, Duration.ofSeconds(3));
  private static final int CHATS = 4096;

  private Instant allFull = Instant.MIN;
  private final Map<Long, Instant> full = new LinkedHashMap<>();

  /** Takes one, if it may be said now; else how long until it may be tried again. */
  synchronized Duration take(long chat, Instant now) {
    Limit.Taken here = CHAT.take(full.getOrDefault(chat, now), now);
    if (!here.granted()) {
      return here.retryAfter();
    }
    Limit.Taken all = ALL.take(allFull.isAfter(now) ? allFull : now, now);
    if (!all.granted()) {
      return all.retryAfter();
    }
    allFull = all.fullAt();
    full.remove(chat);
    full.put(chat, here.fullAt());
    if (full.size() > CHATS) {
      full.remove(full.keySet().iterator().next());
    }
    return Duration.ZERO;
  }
}
