package dev.gatehouse.domain.token;

import java.time.Duration;

/**
 * How access tokens live (RFC 9068).
 *
 * @param lifetime the longest {@code exp - iat}; each token gets up to {@value #JITTER_PERCENT} % less, so that clients do not refresh together
 * @param skew how far the clocks of two nodes may differ
 */
public record TokenPolicy(Duration lifetime, Duration skew) {
  public static final TokenPolicy DEFAULT =
      new TokenPolicy(Duration.ofMinutes(15), Duration.ofSeconds(30));
  public static final int JITTER_PERCENT = 5;

  public TokenPolicy {
    if (lifetime.compareTo(Duration.ofSeconds(1)) < 0
        || lifetime.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "access token lifetime " + lifetime + " is outside PT1S to PT1H");
    }
    if (skew.isNegative() || skew.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new IllegalArgumentException("clock skew " + skew + " is outside PT0S to PT5M");
    }
  }

  /** The lifetime of one token; {@code chance} is any random number. */
  public Duration jittered(int chance) {
    long most = lifetime.toMillis() * JITTER_PERCENT / 100;
    return lifetime.minusMillis(Math.floorMod(chance, most + 1));
  }

  /** How long a node has to remember that something was revoked: until no token from before can still be good. */
  public Duration revocationMemory() {
    return lifetime.plus(skew.multipliedBy(2)).plusSeconds(60);
  }
}
