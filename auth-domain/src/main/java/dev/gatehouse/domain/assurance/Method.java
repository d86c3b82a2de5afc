package dev.gatehouse.domain.assurance;

/** A way to prove who one is, with its authentication method reference (RFC 8176). */
public enum Method {
  PASSWORD("pwd", true),
  /** A code sent to the proven mailbox. */
  EMAIL_CODE("otp", true),
  /** A time-based code (RFC 6238). */
  TOTP("otp", false),
  RECOVERY_CODE("otp", false),
  /** A provider vouched for the person, whatever that one asked for: RFC 8176 registers no name for it; this is the one others use. */
  PROVIDER("fed", true);

  private final String amr;
  private final boolean first;

  Method(String amr, boolean first) {
    this.amr = amr;
    this.first = first;
  }

  public String amr() {
    return amr;
  }

  /** Whether a sign-in may begin with it; what does not is a second factor only. */
  public boolean first() {
    return first;
  }
}
