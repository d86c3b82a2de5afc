package dev.gatehouse.telegram;

import java.io.Serial;

/** Updates came, and can not be read: there are too many, or one of them is not as it should be. */
final class Unread extends Unanswered {
  @Serial
  private static final long serialVersionUID = 1L;

  private final long first;

  /** @param first the id of the first of them */
  Unread(long first) {
    super(0, "updates came that can not be read");
    this.first = first;
  }

  long first() {
    return first;
  }
}
