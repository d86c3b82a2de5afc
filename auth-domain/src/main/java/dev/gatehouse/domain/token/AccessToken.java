package dev.gatehouse.domain.token;

/** An access token as text: a signed JWT (RFC 9068). */
public final class AccessToken {
  private final String text;

  public AccessToken(String text) {
    this.text = text;
  }

  /** For the answer to its owner, and for who verifies it. */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "AccessToken[redacted]";
  }
}
