package dev.gatehouse.domain.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** What is mailed, shown or handed over once: six digits, or 32 random bytes as base64url. */
public final class SecretText {
  public static final int LINK_BYTES = 32;
  private static final int CODES = 1_000_000;

  private final String text;

  /** What was presented; at most 128 characters matter. White space around and inside digits is the person's, not the code's. */
  public SecretText(String presented) {
    String bounded = presented.length() > 128 ? presented.substring(0, 128) : presented;
    this.text = bounded.replaceAll("[\\s\\p{Z}]", "");
  }

  /** A new secret of that form out of at least 32 random bytes. */
  public static SecretText fresh(Purpose.Form form, byte[] random) {
    if (random.length < LINK_BYTES) {
      throw new IllegalArgumentException(
          random.length + " random bytes given, " + LINK_BYTES + " expected");
    }
    return switch (form) {
      // 63 bits over a million: no code is likelier than another by more than 2^-43
      case DIGITS ->
        new SecretText(String.format(
            Locale.ROOT, "%06d", (ByteBuffer.wrap(random).getLong() & Long.MAX_VALUE) % CODES));
      case LINK -> new SecretText(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    };
  }

  /** For the one mail or answer that carries it. */
  public String reveal() {
    return text;
  }

  /** What stands for it in rows of what was begun with it; only of 32 random bytes. */
  public Digest digest() {
    return Digest.sha256(bytes());
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "SecretText[redacted]";
  }
}
