package dev.gatehouse.domain.throttle;

import java.util.Arrays;

/** The ladders that failed passwords and codes climb, by name: what a lockout is counted under. */
public enum Tier {
  /** One account, or a name, from one network prefix or one known device. */
  PASSWORD,
  /** One account, or a name, from unknown devices anywhere. */
  ACCOUNT_DAY,
  /** Many accounts from one network prefix. */
  PREFIX_HOUR,
  /** What is left to an account without a mailbox once its day is used up. */
  LAST_RESORT,
  /** Codes of a second factor, of one account or known device. */
  FACTOR_DAY,
  /** The same, in a row, of one known device. */
  FACTOR_ROW;

  public Ladder ladder() {
    return switch (this) {
      case PASSWORD -> Ladder.PASSWORD;
      case ACCOUNT_DAY -> Ladder.ACCOUNT_DAY;
      case PREFIX_HOUR -> Ladder.PREFIX_HOUR;
      case LAST_RESORT -> Ladder.LAST_RESORT;
      case FACTOR_DAY -> Ladder.FACTOR_DAY;
      case FACTOR_ROW -> Ladder.FACTOR_ROW;
    };
  }

  public static Tier of(Gate gate) {
    return Arrays.stream(values())
        .filter(tier -> tier.ladder().equals(gate.ladder()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(gate + " is on no ladder that has a name"));
  }
}
