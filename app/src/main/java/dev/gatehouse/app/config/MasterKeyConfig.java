package dev.gatehouse.app.config;

import dev.gatehouse.domain.secret.MasterKeys;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Reads the ring of master keys. What it says about a mistake never quotes a key. */
final class MasterKeyConfig {
  /** Of 32 random bytes at least this many differ from one another; fewer do so less than once in 10^12 keys. */
  private static final int LEAST_DIFFERENT = 20;

  private MasterKeyConfig() {}

  /** {@code base64}, or {@code 1:base64,2:base64}. */
  static MasterKeys parse(String text) {
    Map<Integer, byte[]> ring = new HashMap<>();
    for (String entry : text.split(",", -1)) {
      String[] parts = entry.strip().split(":", 2);
      int version = parts.length == 2 ? version(parts[0]) : 1;
      if (ring.put(version, key(parts[parts.length - 1])) != null) {
        throw new IllegalArgumentException("has two keys of version " + version);
      }
    }
    return new MasterKeys(ring);
  }

  private static int version(String text) {
    try {
      int version = Integer.parseInt(text);
      if (version >= 1 && version <= 127) {
        return version;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new IllegalArgumentException("has a version that is not 1 to 127");
  }

  private static byte[] key(String text) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is not base64 (" + text.length() + " characters)");
    }
    if (key.length != MasterKeys.KEY_BYTES) {
      throw new IllegalArgumentException("is base64 of " + key.length + " bytes");
    }
    if (different(key) < LEAST_DIFFERENT) {
      throw new IllegalArgumentException("is weak: no random bytes look like these");
    }
    return key;
  }

  private static long different(byte[] key) {
    java.util.BitSet seen = new java.util.BitSet();
    for (byte b : key) {
      seen.set(b & 0xff);
    }
    return seen.cardinality();
  }
}
