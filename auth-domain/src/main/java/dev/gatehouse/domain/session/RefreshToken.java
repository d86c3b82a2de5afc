package dev.gatehouse.domain.session;

/** A refresh token as text: 75 characters, beginning with {@code gtr_}. */
public final class RefreshToken {
  private final String text;

  public RefreshToken(String text) {
    this.text = text;
  }

  /** For the answer to its owner. */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "RefreshToken[redacted]";
  }
}
