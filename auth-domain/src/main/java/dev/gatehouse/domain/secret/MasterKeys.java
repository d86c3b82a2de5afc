package dev.gatehouse.domain.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The ring of master keys, which never is in the database. Seals with AES-256-GCM (NIST SP 800-38D) under the newest version; opens
 * under any of the ring. A sealed value is bound to its place: moved to another table, column, row or realm it does not open.
 */
public final class MasterKeys {
  public static final int KEY_BYTES = 32;
  /** Bytes of the nonce that {@link #seal} takes; random, never the same twice. */
  public static final int NONCE_BYTES = 12;

  private static final byte FORMAT = 1;
  private static final int HEADER = 2;
  private static final int TAG_BITS = 128;
  private static final char SEPARATOR = '|';

  private final TreeMap<Integer, SecretKeySpec> ring = new TreeMap<>();

  /** @param keys by version, 1 to 127; 32 bytes each */
  public MasterKeys(Map<Integer, byte[]> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          "no master key; at least one of " + KEY_BYTES + " bytes is expected");
    }
    keys.forEach((version, key) -> {
      if (version < 1 || version > 127 || key.length != KEY_BYTES) {
        throw new IllegalArgumentException("master key version " + version + " of " + key.length
            + " bytes; version 1 to 127 and " + KEY_BYTES + " bytes are expected");
      }
      ring.put(version, new SecretKeySpec(key, "AES"));
    });
  }

  /** A ring of one key. */
  public static MasterKeys of(byte[] key) {
    return new MasterKeys(Map.of(1, key));
  }

  /** Where a sealed value lives; part of what is authenticated. {@code "*"} stands for all realms. */
  public record Place(String table, String column, String rowId, String realm) {
    public Place {
      if ((table + column + rowId + realm).indexOf(SEPARATOR) >= 0) {
        throw new IllegalArgumentException("a name in " + table + "." + column + " holds '"
            + SEPARATOR + "', which separates names");
      }
    }
  }

  public Sealed seal(byte[] plain, Place place, byte[] nonce) {
    if (nonce.length != NONCE_BYTES) {
      throw new IllegalArgumentException(
          nonce.length + " random bytes given, " + NONCE_BYTES + " expected");
    }
    int version = ring.lastKey();
    byte[] header = {FORMAT, (byte) version};
    byte[] body = crypt(Cipher.ENCRYPT_MODE, version, nonce, place, plain);
    return new Sealed(ByteBuffer.allocate(HEADER + NONCE_BYTES + body.length)
        .put(header)
        .put(nonce)
        .put(body)
        .array());
  }

  /** Whether it is sealed under the newest key of the ring. */
  public boolean upToDate(Sealed value) {
    byte[] sealed = value.bytes();
    return sealed.length >= HEADER && sealed[0] == FORMAT && sealed[1] == ring.lastKey();
  }

  /** Opens what was sealed for that place; anything else is an error that says no more than where. */
  public byte[] open(Sealed value, Place place) {
    byte[] sealed = value.bytes();
    if (sealed.length < HEADER + NONCE_BYTES + TAG_BITS / 8 || sealed[0] != FORMAT) {
      throw new IllegalStateException(
          "not a sealed value: " + place.table() + "." + place.column());
    }
    int version = sealed[1];
    if (!ring.containsKey(version)) {
      throw new IllegalStateException(place.table() + "." + place.column()
          + " is sealed under master key version " + version + "; the ring has " + ring.keySet());
    }
    ByteBuffer rest = ByteBuffer.wrap(sealed, HEADER, sealed.length - HEADER);
    byte[] nonce = new byte[NONCE_BYTES];
    rest.get(nonce);
    byte[] body = new byte[rest.remaining()];
    rest.get(body);
    return crypt(Cipher.DECRYPT_MODE, version, nonce, place, body);
  }

  private byte[] crypt(int mode, int version, byte[] nonce, Place place, byte[] input) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, ring.get(version), new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(String.join(
              String.valueOf(SEPARATOR),
              place.table(),
              place.column(),
              place.rowId(),
              place.realm(),
              Integer.toString(version))
          .getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(input);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          place.table() + "." + place.column() + " does not open under master key version "
              + version + ": moved, damaged, or another key",
          e);
    }
  }

  @Override
  public String toString() {
    return "MasterKeys" + ring.keySet();
  }
}
