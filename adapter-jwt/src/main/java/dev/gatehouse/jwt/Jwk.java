package dev.gatehouse.jwt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A public key as JSON Web Key (RFC 7517; RFC 7518, 6). Built from public numbers only, so that no
 * private one can slip in.
 */
final class Jwk {
  private final SortedMap<String, String> required;

  private Jwk(Map<String, String> required) {
    this.required = new TreeMap<>(required);
  }

  static Jwk of(PublicKey key) {
    if (key instanceof ECPublicKey ec) {
      String x = fixed(ec.getW().getAffineX());
      String y = fixed(ec.getW().getAffineY());
      return new Jwk(Map.of("kty", "EC", "crv", "P-256", "x", x, "y", y));
    }
    if (key instanceof RSAPublicKey rsa) {
      return new Jwk(Map.of(
          "kty", "RSA", "n", unsigned(rsa.getModulus()), "e", unsigned(rsa.getPublicExponent())));
    }
    throw new IllegalArgumentException(
        "a key of type " + key.getAlgorithm() + " is no JWK here; EC and RSA are");
  }

  /**
   * Its thumbprint with SHA-256 (RFC 7638, 3): over the required members alone, in the order of
   * their names.
   */
  String thumbprint() {
    return thumbprint(required);
  }

  static String thumbprint(SortedMap<String, String> required) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    required.forEach(json::put);
    return CompactJws.base64url(Digest.sha256(json.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** As published for the verification of signatures. */
  ObjectNode published(String kid, String algorithm) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("kid", kid).put("use", "sig").put("alg", algorithm);
    required.forEach(json::put);
    return json;
  }

  /** RFC 7518, 6.2.1.2: the full length of a coordinate, leading zeros included. */
  private static String fixed(BigInteger coordinate) {
    byte[] bytes = new byte[SignatureKind.COORDINATE];
    byte[] number = magnitude(coordinate);
    System.arraycopy(number, 0, bytes, bytes.length - number.length, number.length);
    return CompactJws.base64url(bytes);
  }

  /** RFC 7518, 2 (Base64urlUInt): no leading zeros. */
  private static String unsigned(BigInteger number) {
    return CompactJws.base64url(magnitude(number));
  }

  private static byte[] magnitude(BigInteger number) {
    byte[] signed = number.toByteArray();
    return signed.length > 1 && signed[0] == 0
        ? Arrays.copyOfRange(signed, 1, signed.length)
        : signed;
  }
}
