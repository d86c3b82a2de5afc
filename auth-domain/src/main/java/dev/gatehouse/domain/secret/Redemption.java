package dev.gatehouse.domain.secret;

import java.util.Optional;

/**
 * How a try at a one-time secret ended.
 *
 * @param accepted whether it was the right one; it is spent then
 * @param attemptsLeft how many further tries will be judged
 * @param subject what the stored secret concerns, where it was accepted and is a link; else empty
 * @param attached its particulars, where it was accepted and has some
 */
public record Redemption(
    boolean accepted, int attemptsLeft, String subject, Optional<OneTimeSecret.Attached> attached) {
  /** Without particulars. */
  public Redemption(boolean accepted, int attemptsLeft, String subject) {
    this(accepted, attemptsLeft, subject, Optional.empty());
  }
}
