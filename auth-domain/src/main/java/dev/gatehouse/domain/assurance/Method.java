package dev.gatehouse.domain.assurance;

/** A way to prove who one is, with its authentication method reference (RFC 8176). */
public enum Method {
  PASSWORD("pwd"),
  /** A code sent to the proven mailbox. */
  EMAIL_CODE("otp"),
  /** A time-based code (RFC 6238). */
  TOTP("otp"),
  RECOVERY_CODE("otp");

  private final String amr;

  Method(String amr) {
    this.amr = amr;
  }

  public String amr() {
    return amr;
  }
}
