package dev.gatehouse.telegram.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;

/** What the JDK signs with, and how the public half is written as a JWK (RFC 7518, RFC 8037). */
enum Signatures {
  RSA("RSA", "SHA256withRSA") {
    @Override
    AlgorithmParameterSpec size() {
      return new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4);
    }

    @Override
    ObjectNode jwk(PublicKey key) {
      RSAPublicKey rsa = (RSAPublicKey) key;
      return Json.object()
          .put("kty", "RSA")
          .put("n", unsigned(rsa.getModulus(), 256))
          .put("e", unsigned(rsa.getPublicExponent(), 3));
    }
  },
  P256("EC", "SHA256withECDSAinP1363Format") {
    @Override
    AlgorithmParameterSpec size() {
      return new ECGenParameterSpec("secp256r1");
    }

    @Override
    ObjectNode jwk(PublicKey key) {
      ECPublicKey ec = (ECPublicKey) key;
      return Json.object()
          .put("kty", "EC")
          .put("crv", "P-256")
          .put("x", unsigned(ec.getW().getAffineX(), 32))
          .put("y", unsigned(ec.getW().getAffineY(), 32));
    }
  },
  ED25519("Ed25519", "Ed25519") {
    @Override
    AlgorithmParameterSpec size() {
      return NamedParameterSpec.ED25519;
    }

    @Override
    ObjectNode jwk(PublicKey key) {
      byte[] encoded = key.getEncoded();
      // the last 32 bytes of what X.509 says (RFC 8410)
      return Json.object()
          .put("kty", "OKP")
          .put("crv", "Ed25519")
          .put(
              "x",
              Proofs.base64url(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
    }
  };

  private final String family;
  private final String algorithm;

  Signatures(String family, String algorithm) {
    this.family = family;
    this.algorithm = algorithm;
  }

  abstract AlgorithmParameterSpec size();

  abstract ObjectNode jwk(PublicKey key);

  KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(family);
      generator.initialize(size());
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + family, e);
    }
  }

  byte[] sign(PrivateKey key, byte[] words) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(words);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  private static String unsigned(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[length];
    int copied = Math.min(bytes.length, length);
    System.arraycopy(bytes, bytes.length - copied, fixed, length - copied, copied);
    return Proofs.base64url(fixed);
  }
}
