package dev.gatehouse.domain.credential;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What an authenticator and the server share: 20 random bytes (RFC 4226, 4: as long as the hash). */
public final class TotpSecret {
  public static final int BYTES = 20;

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String UNRESERVED = "-._~@";

  private final byte[] bytes;

  TotpSecret(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  public static TotpSecret of(byte[] random) {
    if (random.length != BYTES) {
      throw new IllegalArgumentException(
          random.length + " random bytes given, " + BYTES + " expected");
    }
    return new TotpSecret(random);
  }

  /** To be sealed. */
  byte[] bytes() {
    return bytes.clone();
  }

  /** For the one answer that carries it, to be typed: base32 (RFC 4648, 6) without padding. */
  public String base32() {
    StringBuilder text = new StringBuilder();
    int pending = 0;
    int bits = 0;
    for (byte next : bytes) {
      pending = ((pending << 8) | (next & 0xff)) & 0xfff;
      for (bits += 8; bits >= 5; bits -= 5) {
        text.append(BASE32.charAt((pending >> (bits - 5)) & 31));
      }
    }
    if (bits > 0) {
      text.append(BASE32.charAt((pending << (5 - bits)) & 31));
    }
    return text.toString();
  }

  /** For the one answer that carries it, to be scanned: a key URI, as authenticators read it. */
  public String uri(String issuer, String account) {
    return "otpauth://totp/" + encoded(issuer) + ":" + encoded(account) + "?secret=" + base32()
        + "&issuer=" + encoded(issuer) + "&algorithm=SHA1&digits=" + Totp.DIGITS + "&period="
        + Totp.PERIOD.toSeconds();
  }

  /** Percent-encoded (RFC 3986, 2.1); a colon too, which parts the label. */
  private static String encoded(String text) {
    StringBuilder uri = new StringBuilder();
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char sign = (char) (octet & 0xff);
      boolean plain =
          (sign < 128 && Character.isLetterOrDigit(sign)) || UNRESERVED.indexOf(sign) >= 0;
      uri.append(plain ? String.valueOf(sign) : String.format(Locale.ROOT, "%%%02X", (int) sign));
    }
    return uri.toString();
  }

  @Override
  public String toString() {
    return "TotpSecret[redacted]";
  }
}
