package dev.gatehouse.jwt;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.Optional;

/**
 * The signatures that are made and accepted (RFC 7518, 3.3 and 3.4). There is no other, so nothing
 * can be confused with them.
 */
enum SignatureKind {
  /** ECDSA on P-256 with SHA-256; r and s side by side, 32 bytes each. */
  ES256("EC", "SHA256withECDSAinP1363Format") {
    @Override
    AlgorithmParameterSpec generation() {
      return new ECGenParameterSpec(CURVE);
    }

    @Override
    boolean fits(PublicKey key) {
      return key instanceof ECPublicKey ec && sameCurve(ec.getParams(), p256());
    }

    @Override
    boolean wellFormed(byte[] signature, PublicKey key) {
      return signature.length == 2 * COORDINATE
          && inRange(signature, 0, key)
          && inRange(signature, COORDINATE, key);
    }
  },

  /** RSASSA-PKCS1-v1_5 with SHA-256; 2048 bits at least. */
  RS256("RSA", "SHA256withRSA") {
    @Override
    AlgorithmParameterSpec generation() {
      return new RSAKeyGenParameterSpec(MIN_MODULUS, RSAKeyGenParameterSpec.F4);
    }

    @Override
    boolean fits(PublicKey key) {
      return key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= MIN_MODULUS;
    }

    @Override
    boolean wellFormed(byte[] signature, PublicKey key) {
      return signature.length == (((RSAPublicKey) key).getModulus().bitLength() + 7) / 8;
    }
  };

  /** Bytes of a P-256 coordinate, and of r and s. */
  static final int COORDINATE = 32;

  private static final String CURVE = "secp256r1";
  private static final int MIN_MODULUS = 2048;

  private final String family;
  private final String signature;

  SignatureKind(String family, String signature) {
    this.family = family;
    this.signature = signature;
  }

  static Optional<SignatureKind> named(String algorithm) {
    return Arrays.stream(values()).filter(kind -> kind.name().equals(algorithm)).findFirst();
  }

  /** The JCA name of its keys. */
  String family() {
    return family;
  }

  /** The JCA name of its signature. */
  String signature() {
    return signature;
  }

  /** What a new key is made by. */
  abstract AlgorithmParameterSpec generation();

  /** Whether the key is of the right family and strong enough. */
  abstract boolean fits(PublicKey key);

  /**
   * Whether these bytes can be a signature at all. Old JDKs took r = s = 0 for good
   * (CVE-2022-21449), so no provider is trusted with that.
   */
  abstract boolean wellFormed(byte[] signature, PublicKey key);

  KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(family);
      generator.initialize(generation());
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot make keys for " + name(), e);
    }
  }

  private static boolean inRange(byte[] signature, int from, PublicKey key) {
    BigInteger value = new BigInteger(1, signature, from, COORDINATE);
    return value.signum() > 0 && value.compareTo(((ECPublicKey) key).getParams().getOrder()) < 0;
  }

  static ECParameterSpec p256() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(CURVE));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM does not know the curve P-256", e);
    }
  }

  private static boolean sameCurve(ECParameterSpec one, ECParameterSpec other) {
    return one.getCurve().equals(other.getCurve())
        && one.getGenerator().equals(other.getGenerator())
        && one.getOrder().equals(other.getOrder())
        && one.getCofactor() == other.getCofactor();
  }
}
