package dev.gatehouse.telegram.simulator;

import java.io.Serial;

/** A request that is answered with a status and a word why. */
final class Refusal extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final int status;

  Refusal(int status, String words) {
    super(words);
    this.status = status;
  }

  Refusal(int status, String words, Throwable cause) {
    super(words, cause);
    this.status = status;
  }

  int status() {
    return status;
  }

  String words() {
    return String.valueOf(getMessage());
  }
}
