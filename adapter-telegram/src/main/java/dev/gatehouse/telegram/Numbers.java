package dev.gatehouse.telegram;

import java.time.Instant;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Numbers as Telegram writes them: decimal, without a sign or leading zeros. */
final class Numbers {
  /** 9999-12-31T23:59:59Z: later is a mistake, and arithmetic on it could overflow. */
  private static final long LATEST = 253_402_300_799L;

  private static final Pattern POSITIVE = Pattern.compile("[1-9][0-9]{0,18}");

  private Numbers() {}

  /** Empty for whatever is not a positive number of 64 bits. */
  static OptionalLong positive(String text) {
    if (!POSITIVE.matcher(text).matches()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException beyond64Bits) {
      return OptionalLong.empty();
    }
  }

  /** A moment, in seconds since 1970. */
  static Instant moment(OptionalLong seconds) {
    return seconds.stream()
        .filter(second -> second > 0 && second <= LATEST)
        .mapToObj(Instant::ofEpochSecond)
        .findFirst()
        .orElseThrow(Flawed::malformed);
  }
}
