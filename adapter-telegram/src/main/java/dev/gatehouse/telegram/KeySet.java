package dev.gatehouse.telegram;

import dev.gatehouse.telegram.Telegram.ProviderKey;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Reads a JWK Set (RFC 7517, 5): those of its keys that sign, and that we know how to use. The others are passed over, as the standard has it. */
final class KeySet {
  /** More than anybody publishes. */
  private static final int MOST_KEYS = 32;

  /** Beyond that, verifying takes so long that a key alone would keep us busy. */
  private static final int MOST_RSA_BYTES = 512;

  private static final int COORDINATE_BYTES = 32;

  private KeySet() {}

  static List<ProviderKey> read(Json set) {
    return set.elements("keys")
        .limit(MOST_KEYS)
        .filter(KeySet::signs)
        .flatMap(jwk -> key(jwk).stream())
        .toList();
  }

  private static boolean signs(Json jwk) {
    return !jwk.has("use") || jwk.text("use").filter("sig"::equals).isPresent();
  }

  private static Optional<ProviderKey> key(Json jwk) {
    try {
      ProviderKey key = new ProviderKey(jwk.text("kid").orElse(""), publicKey(jwk));
      String label = ProviderAlgorithm.of(key.key()).label();
      return Optional.of(key)
          .filter(
              read -> !jwk.has("alg") || jwk.text("alg").filter(label::equals).isPresent());
    } catch (GeneralSecurityException | IllegalArgumentException ofAnotherKind) {
      return Optional.empty();
    }
  }

  private static PublicKey publicKey(Json jwk) throws GeneralSecurityException {
    return switch (jwk.text("kty").orElse("")) {
      case "RSA" ->
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(
                number(jwk, "n", 1, MOST_RSA_BYTES), number(jwk, "e", 1, Integer.BYTES)));
      case "EC" -> {
        require(jwk, "crv", "P-256");
        yield KeyFactory.getInstance("EC")
            .generatePublic(new ECPublicKeySpec(
                new ECPoint(
                    number(jwk, "x", COORDINATE_BYTES, COORDINATE_BYTES),
                    number(jwk, "y", COORDINATE_BYTES, COORDINATE_BYTES)),
                p256()));
      }
      case "OKP" -> {
        require(jwk, "crv", "Ed25519");
        yield Ed25519.key(
            HexFormat.of().formatHex(bytes(jwk, "x", COORDINATE_BYTES, COORDINATE_BYTES)));
      }
      default -> throw new IllegalArgumentException("another kind of key");
    };
  }

  private static ECParameterSpec p256() throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    return curve.getParameterSpec(ECParameterSpec.class);
  }

  private static void require(Json jwk, String name, String value) {
    if (jwk.text(name).filter(value::equals).isEmpty()) {
      throw new IllegalArgumentException("another " + name);
    }
  }

  private static BigInteger number(Json jwk, String name, int least, int most) {
    return new BigInteger(1, bytes(jwk, name, least, most));
  }

  private static byte[] bytes(Json jwk, String name, int least, int most) {
    return jwk.text(name)
        .flatMap(Base64Url::decode)
        .filter(read -> read.length >= least && read.length <= most)
        .orElseThrow(() -> new IllegalArgumentException("no " + name));
  }
}
