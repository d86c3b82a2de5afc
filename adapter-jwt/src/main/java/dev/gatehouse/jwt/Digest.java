package dev.gatehouse.jwt;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A SHA-256 digest, to look something up that should not itself lie in memory. */
record Digest(long a, long b, long c, long d) {
  static Digest of(byte[] bytes) {
    ByteBuffer digest = ByteBuffer.wrap(sha256(bytes));
    return new Digest(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
