package dev.gatehouse.domain.session;

import dev.gatehouse.domain.secret.Digest;
import java.security.MessageDigest;

/** 16 random bytes, constant over a session and part of each of its refresh tokens; the store has only the digest. */
public final class SessionSecret {
  public static final int BYTES = 16;
  private final byte[] bytes;

  public SessionSecret(byte[] random) {
    if (random.length != BYTES) {
      throw new IllegalArgumentException(
          random.length + " random bytes given, " + BYTES + " expected");
    }
    this.bytes = random.clone();
  }

  public Digest digest() {
    return Digest.sha256(bytes);
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SessionSecret that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "SessionSecret[redacted]";
  }
}
