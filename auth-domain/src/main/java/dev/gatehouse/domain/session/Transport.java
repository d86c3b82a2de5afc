package dev.gatehouse.domain.session;

import java.util.Arrays;
import java.util.Optional;

/** How a session's tokens travel; fixed when it is opened. A token that comes the other way is not one of that session's. */
public enum Transport {
  /** Handed to the client, which sends them by its own doing. */
  BEARER("bearer"),
  /** Kept by a browser, out of reach of its scripts, and sent by itself. */
  COOKIE("cookie");

  private final String value;

  Transport(String value) {
    this.value = value;
  }

  /** As tokens and requests have it. */
  public String value() {
    return value;
  }

  /** The one that is written so; empty when none is. */
  public static Optional<Transport> of(String value) {
    return Arrays.stream(values()).filter(one -> one.value.equals(value)).findFirst();
  }
}
