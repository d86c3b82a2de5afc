package dev.gatehouse.telegram;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** Signatures with Ed25519 (RFC 8032), by the JDK, which takes no second spelling of one (5.1.7: {@code S} below the order). */
final class Ed25519 {
  static final int SIGNATURE_BYTES = 64;

  /** SubjectPublicKeyInfo before the 32 bytes of the key (RFC 8410, 4). */
  private static final String BEFORE_KEY = "302a300506032b6570032100";

  private Ed25519() {}

  static PublicKey key(String hex) {
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(BEFORE_KEY + hex)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("32 bytes that are no key for Ed25519", e);
    }
  }

  static boolean verifies(PublicKey key, byte[] signed, byte[] signature) {
    if (signature.length != SIGNATURE_BYTES) {
      return false;
    }
    try {
      Signature verification = Signature.getInstance("Ed25519");
      verification.initVerify(key);
      verification.update(signed);
      return verification.verify(signature);
    } catch (SignatureException bad) {
      return false; // how the JDK says no to bytes that can be no signature
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("this JVM has no Ed25519, or this is no key of it", e);
    }
  }
}
