package dev.gatehouse.domain.secret;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A digest (of a secret, a name, a handle), compared in constant time. */
public final class Digest {
  private final byte[] bytes;

  public Digest(byte[] bytes) {
    if (bytes.length < 16 || bytes.length > 32) {
      throw new IllegalArgumentException(
          "a digest of " + bytes.length + " bytes; 16 to 32 are expected");
    }
    this.bytes = bytes.clone();
  }

  /** SHA-256 of bytes that are random themselves: not for anything a person chose. */
  public static Digest sha256(byte[] random) {
    try {
      return new Digest(MessageDigest.getInstance("SHA-256").digest(random));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** What {@link #hex} gave. */
  public static Digest ofHex(String hex) {
    return new Digest(HexFormat.of().parseHex(hex));
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /** For keys of counters and maps, where a text is wanted. */
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Digest[redacted]";
  }
}
