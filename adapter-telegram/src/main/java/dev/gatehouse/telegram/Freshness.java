package dev.gatehouse.telegram;

import dev.gatehouse.telegram.Telegram.Flaw;
import java.time.Duration;
import java.time.Instant;

/** How old a proof may be, and how far ahead the clock that signed it (L12). */
record Freshness(Duration maxAge) {
  static final Duration SKEW = Duration.ofSeconds(60);

  /** Until when a proof of that moment is taken, not included; what is older or from the future is refused. */
  Instant judge(Instant signedAt, Instant now) {
    return judge(signedAt, signedAt.plus(maxAge), now);
  }

  static Instant judge(Instant signedAt, Instant until, Instant now) {
    if (signedAt.isAfter(now.plus(SKEW))) {
      throw new Flawed(new Flaw.FromTheFuture(Duration.between(now, signedAt)));
    }
    if (!now.isBefore(until)) {
      throw new Flawed(new Flaw.Stale(Duration.between(signedAt, now)));
    }
    return until;
  }
}
