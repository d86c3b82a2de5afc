package dev.gatehouse.domain.secret;

import java.time.Duration;

/** What a one-time secret permits. A secret of one purpose is never accepted for another. */
public enum Purpose {
  EMAIL_VERIFICATION(Form.DIGITS, Duration.ofMinutes(30), 5),
  EMAIL_CHANGE(Form.DIGITS, Duration.ofMinutes(30), 5),
  EMAIL_REVERT(Form.LINK, Duration.ofDays(3), 1),
  MAGIC_LINK(Form.LINK, Duration.ofMinutes(10), 1),
  MAGIC_CODE(Form.DIGITS, Duration.ofMinutes(10), 5),
  PASSWORD_RESET(Form.LINK, Duration.ofMinutes(30), 1),
  PASSWORD_RESET_CODE(Form.DIGITS, Duration.ofMinutes(30), 5),
  INVITATION(Form.LINK, Duration.ofHours(24), 1),
  SOCIAL_LOGIN(Form.LINK, Duration.ofMinutes(10), 1),
  SOCIAL_LINK(Form.LINK, Duration.ofMinutes(10), 1),
  DEVICE_HANDSHAKE(Form.LINK, Duration.ofMinutes(5), 1),
  BOT_LINK(Form.LINK, Duration.ofMinutes(5), 1),
  SECOND_FACTOR_DUE(Form.LINK, Duration.ofMinutes(5), 5),
  SECOND_FACTOR_ENROLMENT(Form.LINK, Duration.ofMinutes(10), 5),
  SECOND_FACTOR_CODE(Form.DIGITS, Duration.ofMinutes(10), 5),
  DELETION_UNDO(Form.LINK, Duration.ofMinutes(10), 1),
  DEVICE_CHALLENGE(Form.LINK, Duration.ofMinutes(2), 1),
  PASSKEY_CHALLENGE(Form.LINK, Duration.ofMinutes(5), 1),
  NONCE(Form.LINK, Duration.ofMinutes(10), 1);

  /** How a secret looks: six digits that a person types, or 32 random bytes. */
  public enum Form {
    DIGITS,
    LINK
  }

  private final Form form;
  private final Duration life;
  private final int attempts;

  Purpose(Form form, Duration life, int attempts) {
    this.form = form;
    this.life = life;
    this.attempts = attempts;
  }

  public Form form() {
    return form;
  }

  public Duration life() {
    return life;
  }

  /** How many tries are judged in all. */
  public int attempts() {
    return attempts;
  }
}
