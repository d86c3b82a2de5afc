package dev.gatehouse.application.telegram;

import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.Throttle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * Counts what one message asks for once, however often it comes: whoever is unlucky enough to write while something is away has not written more. By all nodes that
 * count together. Only that it was counted is known, and not how that ended: one that was refused passes when it comes again, which nobody but its own sender has
 * anything of.
 */
final class OnceThrottle implements Throttle {
  /** A message that comes again after that is counted again, which by then bothers nobody. */
  private static final Limit ONCE = new Limit(1, Duration.ofMinutes(15));

  private final Throttle throttle;
  private final Digest message;

  OnceThrottle(Throttle throttle, Digest message) {
    this.throttle = throttle;
    this.message = message;
  }

  @Override
  public Limit.Taken take(String bucket, Limit limit, Instant now) {
    String counted = "once|" + message.hex() + "|"
        + Digest.sha256(bucket.getBytes(StandardCharsets.UTF_8)).hex();
    return throttle.take(counted, ONCE, now).granted()
        ? throttle.take(bucket, limit, now)
        : limit.granted(now, now);
  }
}
