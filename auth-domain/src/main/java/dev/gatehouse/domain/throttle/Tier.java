package dev.gatehouse.domain.throttle;

import java.util.Map;
import java.util.Optional;

/** The ladders that failed passwords climb, by name: what a lockout is counted under. */
public enum Tier {
  /** One account, or a name, from one network prefix or one known device. */
  PASSWORD,
  /** One account, or a name, from unknown devices anywhere. */
  ACCOUNT_DAY,
  /** Many accounts from one network prefix. */
  PREFIX_HOUR,
  /** What is left to an account without a mailbox once its day is used up. */
  LAST_RESORT;

  private static final Map<Ladder, Tier> BY_LADDER = Map.of(
      Ladder.PASSWORD, PASSWORD,
      Ladder.ACCOUNT_DAY, ACCOUNT_DAY,
      Ladder.PREFIX_HOUR, PREFIX_HOUR,
      Ladder.LAST_RESORT, LAST_RESORT);

  public static Tier of(Gate gate) {
    return Optional.ofNullable(BY_LADDER.get(gate.ladder()))
        .orElseThrow(() -> new IllegalArgumentException(gate + " is on no ladder of passwords"));
  }
}
