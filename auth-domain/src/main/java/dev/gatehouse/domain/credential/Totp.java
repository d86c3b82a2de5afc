package dev.gatehouse.domain.credential;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Codes that an authenticator shows (RFC 6238): HMAC-SHA-1, six digits, a new one every 30 seconds. */
public final class Totp {
  /** For how long a code is shown. */
  public static final Duration PERIOD = Duration.ofSeconds(30);

  public static final int DIGITS = 6;

  /** How many steps the authenticator's clock, or its owner, may be off each way (RFC 6238, 5.2). */
  private static final int OFF = 1;

  private static final int[] POWERS = {
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
  };

  private Totp() {}

  /** The step that a moment is in (RFC 6238, 4.2). */
  public static long step(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), PERIOD.toSeconds());
  }

  /** What the authenticator shows in that step. */
  public static String code(TotpSecret secret, long step) {
    return code("HmacSHA1", secret.bytes(), step, DIGITS);
  }

  /**
   * The step whose code this is, if it is newer than the last that was accepted: each is accepted once (RFC 6238, 5.2).
   *
   * @param presented as it was typed; white space is the person's, not the code's
   */
  public static OptionalLong accept(
      TotpSecret secret, String presented, long lastAccepted, Instant now) {
    byte[] shown = presented.replaceAll("\\s", "").getBytes(StandardCharsets.UTF_8);
    OptionalLong accepted = OptionalLong.empty();
    for (long step = step(now) - OFF; step <= step(now) + OFF; step++) {
      byte[] right = code(secret, step).getBytes(StandardCharsets.US_ASCII);
      // each is made and compared, whichever is right
      boolean equal = MessageDigest.isEqual(shown, right);
      if (equal && step > lastAccepted) {
        accepted = OptionalLong.of(step);
      }
    }
    return accepted;
  }

  /**
   * HOTP (RFC 4226, 5.3), and with another MAC the other kinds of RFC 6238.
   *
   * @param digits 6 to 8
   */
  static String code(String mac, byte[] key, long counter, int digits) {
    byte[] hash =
        hmac(mac, key, ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
    int offset = hash[hash.length - 1] & 0xf;
    int truncated = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
    return String.format(Locale.ROOT, "%0" + digits + "d", truncated % POWERS[digits]);
  }

  private static byte[] hmac(String algorithm, byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + algorithm, e);
    }
  }
}
