package dev.gatehouse.port;

import java.io.Serial;
import java.time.Duration;

/** Something that is needed does not answer, or is full. Never a "no": the caller is told to come back. */
public class Outage extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  /** @param what does not answer, such as {@code postgres}; no address, no statement */
  public Outage(String what, Duration retryAfter, Throwable cause) {
    super(what + " is not available", cause);
    this.retryAfter = retryAfter;
  }

  public Outage(String what, Duration retryAfter) {
    super(what + " is not available");
    this.retryAfter = retryAfter;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
