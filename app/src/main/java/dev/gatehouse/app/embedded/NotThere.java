package dev.gatehouse.app.embedded;

import java.io.Serial;

/** Something that is needed at start is not there, or does not work. */
public final class NotThere extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  public NotThere(String what) {
    super(what);
  }

  public NotThere(String what, Throwable cause) {
    super(what, cause);
  }
}
