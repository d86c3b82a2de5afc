package dev.gatehouse.telegram;

import com.auth0.jwt.JWT;
import com.auth0.jwt.exceptions.JWTDecodeException;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import dev.gatehouse.telegram.Telegram.Flaw;
import dev.gatehouse.telegram.Telegram.ProviderKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * A signed JWT in compact form (RFC 7515, 7.1), cut into parts of which each has one spelling. Header and claims are read strictly here; java-jwt, whose
 * decoder takes the last of two equal members, checks the signature.
 */
final class IdToken {
  /** Telegram's have about 800 characters. */
  private static final int MAX_LENGTH = 8192;

  /** Extensions that we do not understand, encryption, and keys brought along by the token (RFC 8725, 3.10). */
  private static final List<String> REFUSED =
      List.of("crit", "b64", "enc", "zip", "jwk", "jku", "x5u", "x5c");

  private final String text;
  private final Json header;
  private final Json claims;

  private IdToken(String text, Json header, Json claims) {
    this.text = text;
    this.header = header;
    this.claims = claims;
  }

  static IdToken parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new Flawed(new Flaw.TooLarge());
    }
    List<byte[]> parts = Stream.of(text.split("\\.", -1))
        .map(part ->
            Base64Url.decode(part).filter(bytes -> bytes.length > 0).orElseThrow(Flawed::malformed))
        .toList();
    if (parts.size() != 3) {
      throw Flawed.malformed();
    }
    Json header = Json.parse(Utf8.strict(parts.get(0)));
    if (REFUSED.stream().anyMatch(header::has)
        || (header.has("typ") && !header.text("typ").orElse("").equalsIgnoreCase("JWT"))) {
      throw Flawed.malformed();
    }
    return new IdToken(text, header, Json.parse(Utf8.strict(parts.get(1))));
  }

  /** The claims, once the signature is that of the key that the header names, by that key's algorithm. */
  Json provenBy(List<ProviderKey> keys) {
    String kid = header.text("kid").orElseThrow(Flawed::malformed);
    List<ProviderKey> named = keys.stream().filter(key -> key.kid().equals(kid)).toList();
    if (named.isEmpty()) {
      throw new Flawed(new Flaw.UnknownKey());
    }
    String claimed = header.text("alg").orElseThrow(Flawed::malformed);
    ProviderKey key = named.stream()
        .filter(candidate -> ProviderAlgorithm.of(candidate.key()).label().equals(claimed))
        .findFirst()
        .orElseThrow(() -> new Flawed(new Flaw.OtherAlgorithm()));
    try {
      ProviderAlgorithm.of(key.key()).with(key.key()).verify(JWT.decode(text));
      return claims;
    } catch (SignatureVerificationException bad) {
      throw new Flawed(new Flaw.Forged());
    } catch (JWTDecodeException claimsOfOtherTypes) {
      throw Flawed.malformed();
    }
  }

  /** What the signature is over, which has one spelling; some signatures have two. */
  byte[] signed() {
    return text.substring(0, text.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
  }
}
