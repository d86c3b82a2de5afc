package dev.gatehouse.domain.credential;

import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.DigestKey;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A code for who has lost the authenticator: 50 random bits, good once. Shown as two groups of five, read however it was written down. */
public final class RecoveryCode {
  /** How many there are in a set. */
  public static final int SET = 10;

  /** Random bytes that one is made of. */
  public static final int BYTES = 7;

  private static final int LENGTH = 10;

  /** Crockford's: without the letters that look like others. */
  private static final String BASE32 = "0123456789abcdefghjkmnpqrstvwxyz";

  private static final Pattern SHAPE = Pattern.compile("[" + BASE32 + "]{" + LENGTH + "}");

  private final String text;

  private RecoveryCode(String text) {
    this.text = text;
  }

  public static RecoveryCode of(byte[] random) {
    if (random.length != BYTES) {
      throw new IllegalArgumentException(
          random.length + " random bytes given, " + BYTES + " expected");
    }
    long bits = 0;
    for (byte next : random) {
      bits = (bits << 8) | (next & 0xff);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LENGTH; i++, bits >>>= 5) {
      text.append(BASE32.charAt((int) (bits & 31)));
    }
    return new RecoveryCode(text.toString());
  }

  /** Reads what was typed: capitals, dashes and spaces do not matter, nor which of the letters that look alike it is. */
  public static Optional<RecoveryCode> parse(String typed) {
    String text = typed
        .toLowerCase(Locale.ROOT)
        .replaceAll("[\\s\\p{Pd}]", "")
        .replace('o', '0')
        .replaceAll("[il]", "1");
    return SHAPE.matcher(text).matches() ? Optional.of(new RecoveryCode(text)) : Optional.empty();
  }

  /** For the one answer that carries it. */
  public String reveal() {
    return text.substring(0, LENGTH / 2) + "-" + text.substring(LENGTH / 2);
  }

  /** What is stored of it. */
  public Digest digest(DigestKey key) {
    return key.digest("recovery-code", text);
  }

  @Override
  public String toString() {
    return "RecoveryCode[redacted]";
  }
}
