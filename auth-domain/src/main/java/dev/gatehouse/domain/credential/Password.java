package dev.gatehouse.domain.credential;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/** A password as typed, NFC-normalised (NIST SP 800-63B-4, 3.1.1.2). At most {@value #MAX_CHARS} characters are read. */
public final class Password {
  /** Far above what any policy takes; more is never hashed. */
  public static final int MAX_CHARS = 1024;

  private final String text;

  public Password(String text) {
    // longer text is kept one character too long: it is refused by length, and equals no stored
    // password
    String bounded = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS + 1) : text;
    this.text = Normalizer.normalize(bounded, Normalizer.Form.NFC);
  }

  /** The bytes that are hashed: UTF-8. */
  public byte[] utf8() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** For the rules of this package only. */
  String text() {
    return text;
  }

  int length() {
    return text.codePointCount(0, text.length());
  }

  @Override
  public String toString() {
    return "Password[redacted]";
  }
}
