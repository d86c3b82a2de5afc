package dev.gatehouse.port;

import java.io.Serial;
import java.time.Duration;

/** An outage in which the answer may have been lost: what was asked was done, or not. What is merely busy, and did nothing, is a plain {@link Outage}. */
public final class Unreachable extends Outage {
  @Serial
  private static final long serialVersionUID = 1L;

  /** @param what as of an {@link Outage} */
  public Unreachable(String what, Duration retryAfter, Throwable cause) {
    super(what, retryAfter, cause);
  }

  public Unreachable(String what, Duration retryAfter) {
    super(what, retryAfter);
  }
}
