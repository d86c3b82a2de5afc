package dev.gatehouse.telegram;

import dev.gatehouse.telegram.Telegram.Flaw;
import java.io.Serial;

/** Carries a {@link Flaw} up to the door. Stackless: a refusal is an answer, not a fault. */
final class Flawed extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final transient Flaw flaw;

  Flawed(Flaw flaw) {
    super(flaw.reason(), null, false, false);
    this.flaw = flaw;
  }

  static Flawed malformed() {
    return new Flawed(new Flaw.Malformed());
  }

  static Flawed nobody() {
    return new Flawed(new Flaw.Nobody());
  }

  Flaw flaw() {
    return flaw;
  }
}
