package dev.gatehouse.telegram;

import com.auth0.jwt.algorithms.Algorithm;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;

/** What the provider signs with, each with keys of its own kind; there is no other, so nothing can be confused with them. */
enum ProviderAlgorithm {
  RS256("RS256") {
    @Override
    boolean fits(PublicKey key) {
      return key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= 2048;
    }

    @Override
    Algorithm with(PublicKey key) {
      return Algorithm.RSA256((RSAKey) key);
    }
  },

  ES256("ES256") {
    @Override
    boolean fits(PublicKey key) {
      return key instanceof ECPublicKey ec && isP256(ec.getParams());
    }

    @Override
    Algorithm with(PublicKey key) {
      return Algorithm.ECDSA256((ECKey) key);
    }
  },

  EDDSA("EdDSA") {
    @Override
    boolean fits(PublicKey key) {
      return key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519");
    }

    @Override
    Algorithm with(PublicKey key) {
      return new EdDsa(key);
    }
  };

  private final String label;

  ProviderAlgorithm(String label) {
    this.label = label;
  }

  /** @throws IllegalArgumentException for a key of another kind, or a weak one */
  static ProviderAlgorithm of(PublicKey key) {
    return Arrays.stream(values())
        .filter(algorithm -> algorithm.fits(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("a key of type " + key.getAlgorithm()
            + "; RSA from 2048 bits, P-256 and Ed25519 are accepted"));
  }

  /** As the header of a token says it. */
  String label() {
    return label;
  }

  abstract boolean fits(PublicKey key);

  abstract Algorithm with(PublicKey key);

  private static boolean isP256(ECParameterSpec curve) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec("secp256r1"));
      ECParameterSpec p256 = parameters.getParameterSpec(ECParameterSpec.class);
      return curve.getCurve().equals(p256.getCurve())
          && curve.getGenerator().equals(p256.getGenerator())
          && curve.getOrder().equals(p256.getOrder());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM does not know the curve P-256", e);
    }
  }
}
