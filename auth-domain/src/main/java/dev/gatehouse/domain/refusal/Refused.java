package dev.gatehouse.domain.refusal;

import java.io.Serial;

/** Carries a {@link Refusal} to whoever asked. Stackless: a refusal is an answer, not a fault. */
public final class Refused extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  public Refused(Refusal refusal) {
    super(refusal.code(), null, false, false);
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
