package dev.gatehouse.application.telegram;

import java.io.Serial;

/** What a message asks for was done when it came before: nothing is changed, and the answer is how things stand. Stackless: it is no fault. */
public final class DoneAlready extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  DoneAlready() {
    super("this message was dealt with before", null, false, false);
  }
}
