package dev.gatehouse.domain.token;

import java.time.Duration;

/**
 * When keys of a ring change.
 *
 * @param rotateEvery how long a key is active
 * @param publishAhead how long a next key is known before it is used
 * @param retireAfter how long what the key made may still be presented, once it is no longer used
 */
public record KeyPolicy(Duration rotateEvery, Duration publishAhead, Duration retireAfter) {
  private static final Duration NEVER = Duration.ofDays(36_500);

  /** How long another node may go on with a key before it sees that it is retiring. */
  private static final Duration NOTICE = Duration.ofMinutes(5);

  /** @param memory how long an access token may be good */
  public static KeyPolicy accessTokens(Duration memory) {
    return new KeyPolicy(Duration.ofDays(30), Duration.ofMinutes(10), memory.plus(NOTICE));
  }

  /** @param absolute the longest absolute lifetime of a session */
  public static KeyPolicy refreshTokens(Duration absolute) {
    return new KeyPolicy(Duration.ofDays(30), Duration.ofMinutes(10), absolute.plus(NOTICE));
  }

  /** Digests rotate on command only; device marks made under an old key are good for 400 days more. */
  public static KeyPolicy digests() {
    return new KeyPolicy(NEVER, Duration.ofMinutes(10), Duration.ofDays(400));
  }
}
