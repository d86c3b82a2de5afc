package dev.gatehouse.domain.handshake;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The number that a browser shows and a person types elsewhere, so that it is this browser that is let in: 10 to 99. */
public final class MatchCode {
  /** Random bytes that one is made of. */
  public static final int BYTES = 8;

  private static final int LEAST = 10;
  private static final int MOST = 99;

  private final int number;

  private MatchCode(int number) {
    this.number = number;
  }

  public static MatchCode of(byte[] random) {
    if (random.length != BYTES) {
      throw new IllegalArgumentException(
          random.length + " random bytes given, " + BYTES + " expected");
    }
    long chance = ByteBuffer.wrap(random).getLong() & Long.MAX_VALUE;
    return new MatchCode(LEAST + (int) (chance % (MOST - LEAST + 1)));
  }

  /** Reads what a person typed, in the digits of any script; empty where that is not a number from 10 to 99. */
  public static Optional<MatchCode> parse(String typed) {
    int[] points = typed.strip().codePoints().limit(3).toArray();
    if (points.length != 2) {
      return Optional.empty();
    }
    int tens = Character.digit(points[0], 10);
    int ones = Character.digit(points[1], 10);
    return tens >= 1 && ones >= 0 ? Optional.of(new MatchCode(tens * 10 + ones)) : Optional.empty();
  }

  /** For the answer to who began the handshake. */
  public String reveal() {
    return Integer.toString(number);
  }

  @Override
  public String toString() {
    return "MatchCode[redacted]";
  }
}
