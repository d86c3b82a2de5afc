package dev.gatehouse.telegram;

import java.io.Serial;

/**
 * The Bot API did not do what it was asked, and may do it another time. It has no cause: what the JDK throws may name the address, and the token is part of that
 * (L40).
 */
class Unanswered extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final int code;

  /** @param code as of HTTP; 0 when nothing came back */
  Unanswered(int code, String why) {
    super(why, null, false, false);
    this.code = code;
  }

  int code() {
    return code;
  }
}
