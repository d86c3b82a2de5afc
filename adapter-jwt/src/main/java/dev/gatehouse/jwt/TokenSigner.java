package dev.gatehouse.jwt;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Makes tokens by one key. Their header is the same each time, so it is written once. */
final class TokenSigner {
  private final KeyedAlgorithm algorithm;
  private final byte[] header;

  TokenSigner(KeyedAlgorithm algorithm, String kid) {
    this.algorithm = algorithm;
    this.header =
        base64url(TokenHeader.of(algorithm.getName(), kid).getBytes(StandardCharsets.UTF_8));
  }

  /** The JWS in compact form (RFC 7515, 7.1). */
  String sign(byte[] payload) {
    byte[] body = base64url(payload);
    byte[] signature = base64url(algorithm.sign(header, body));
    return String.join(".", latin(header), latin(body), latin(signature));
  }

  private static byte[] base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encode(bytes);
  }

  private static String latin(byte[] ascii) {
    return new String(ascii, StandardCharsets.ISO_8859_1);
  }
}
