package dev.gatehouse.telegram;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key for HMAC-SHA-256 that a bot's token gives. */
final class Keyed {
  private static final String HMAC = "HmacSHA256";

  /** One spelling: upper case is not Telegram's. */
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final SecretKeySpec key;

  private Keyed(byte[] key) {
    this.key = new SecretKeySpec(key, HMAC);
  }

  /** For Mini Apps: the token, keyed by words that everybody knows. */
  static Keyed forMiniApps(String token) {
    return new Keyed(new Keyed(Utf8.bytes("WebAppData")).hmac(Utf8.bytes(token)));
  }

  /** For the Login Widget: the token's SHA-256. */
  static Keyed forWidgets(String token) {
    try {
      return new Keyed(MessageDigest.getInstance("SHA-256").digest(Utf8.bytes(token)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Whether that is the hash of these lines, in constant time. */
  boolean signed(byte[] lines, String hash) {
    return HASH.matcher(hash).matches()
        && MessageDigest.isEqual(hmac(lines), HexFormat.of().parseHex(hash));
  }

  private byte[] hmac(byte[] message) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + HMAC, e);
    }
  }

  @Override
  public String toString() {
    return "Keyed[redacted]";
  }
}
