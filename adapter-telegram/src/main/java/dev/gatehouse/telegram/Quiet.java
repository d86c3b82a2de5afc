package dev.gatehouse.telegram;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where Telegram has asked for quiet (429): in one chat, or in all of them when it said so to a poll, or in several chats at once and took nothing in any other. No word of it silences the bot for
 * longer than a minute at a time: it is asked again then, and says so again.
 */
final class Quiet {
  static final Duration MOST = Duration.ofMinutes(1);

  private static final Duration MOST_IN_A_CHAT = Duration.ofHours(1);
  private static final int SEVERAL = 3;
  private static final Duration AT_ONCE = Duration.ofSeconds(10);
  private static final int CHATS = 4096;

  private final Map<Long, Asked> chats = new LinkedHashMap<>();
  private Instant everywhere = Instant.MIN;
  private Instant answered = Instant.MIN;

  private record Asked(Instant at, Instant until) {}

  synchronized void inChat(long chat, Duration time, Instant now) {
    chats.values().removeIf(asked -> !asked.until().isAfter(now));
    chats.remove(chat);
    chats.put(chat, new Asked(now, now.plus(least(time, MOST_IN_A_CHAT))));
    if (chats.size() > CHATS) {
      chats.remove(chats.keySet().iterator().next());
    }
    Instant lately = answered.isAfter(now.minus(AT_ONCE)) ? answered : now.minus(AT_ONCE);
    if (chats.values().stream().filter(asked -> asked.at().isAfter(lately)).count() >= SEVERAL) {
      everywhere(time, now);
    }
  }

  /** Something was taken in some chat: what was quiet before that were those chats alone. */
  synchronized void answered(Instant now) {
    answered = now;
  }

  synchronized void everywhere(Duration time, Instant now) {
    Instant until = now.plus(least(time, MOST));
    everywhere = until.isAfter(everywhere) ? until : everywhere;
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Until when nothing is to be asked at all; past, where something may be. */
  synchronized Instant until() {
    return everywhere;
  }

  /** The same for one chat. */
  synchronized Instant until(long chat) {
    Asked asked = chats.get(chat);
    return asked == null ? Instant.MIN : asked.until();
  }
}
