package dev.gatehouse.domain.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key for HMAC-SHA-256 (RFC 2104), with its version. What it digests is labelled, so that a digest made for one use is worth nothing in another. */
public final class DigestKey {
  /** Bytes of a key. */
  public static final int BYTES = 32;

  private final int version;
  private final SecretKeySpec key;

  public DigestKey(int version, byte[] key) {
    if (key.length != BYTES) {
      throw new IllegalArgumentException(
          "a digest key of " + key.length + " bytes; " + BYTES + " are expected");
    }
    this.version = version;
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  public int version() {
    return version;
  }

  /** Digests the parts under a label. Every part is preceded by its length, so that no two lists of parts run into one another. */
  public Digest digest(String label, byte[]... parts) {
    Mac mac = mac();
    update(mac, label.getBytes(StandardCharsets.UTF_8));
    for (byte[] part : parts) {
      update(mac, part);
    }
    return new Digest(mac.doFinal());
  }

  /** The same over texts. */
  public Digest digest(String label, String... parts) {
    Mac mac = mac();
    update(mac, label.getBytes(StandardCharsets.UTF_8));
    for (String part : parts) {
      update(mac, part.getBytes(StandardCharsets.UTF_8));
    }
    return new Digest(mac.doFinal());
  }

  /** The bare HMAC over the first {@code length} bytes; for formats that fix their own layout. */
  public byte[] hmac(byte[] message, int length) {
    Mac mac = mac();
    mac.update(message, 0, length);
    return mac.doFinal();
  }

  private static void update(Mac mac, byte[] part) {
    mac.update(ByteBuffer.allocate(4).putInt(part.length).array());
    mac.update(part);
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has HmacSHA256", e);
    }
  }

  @Override
  public String toString() {
    return "DigestKey[version " + version + "]";
  }
}
