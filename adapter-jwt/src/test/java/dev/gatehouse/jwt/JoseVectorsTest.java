package dev.gatehouse.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.auth0.jwt.algorithms.Algorithm;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.TokenPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The examples of RFC 7515, 7520, 7638 and 8037, and a set of attacks on any verifier of JWTs. */
class JoseVectorsTest {
  private final JsonNode vectors = read();

  @TestFactory
  Stream<DynamicTest> every_example_signature_is_good_and_fails_when_a_byte_of_it_changes() {
    return each("signatures")
        .filter(v -> v.path("signature_valid").asBoolean())
        .map(v -> DynamicTest.dynamicTest(v.get("id").asText(), () -> {
          CompactJws jws = CompactJws.parse(v.get("compact").asText());
          byte[] broken = jws.signature().clone();
          broken[broken.length / 2] ^= 1;

          assertThat(good(v, jws.signed(), jws.signature())).isTrue();
          assertThat(good(v, jws.signed(), broken)).isFalse();
        }));
  }

  @TestFactory
  Stream<DynamicTest> the_examples_of_our_algorithms_verify_with_our_code_on_every_provider() {
    List<JsonNode> ours = each("signatures")
        .filter(v -> v.path("signature_valid").asBoolean()
            && SignatureKind.named(v.get("alg").asText()).isPresent())
        .toList();
    assertThat(ours)
        .extracting(v -> v.get("id").asText())
        .containsExactly("rfc7515-A2", "rfc7515-A3", "rfc7520-4.1");
    return ours.stream()
        .flatMap(v -> Stream.of(CryptoEngine.fastest(), CryptoEngine.platform()).map(engine -> {
          SignatureKind kind = SignatureKind.valueOf(v.get("alg").asText());
          return DynamicTest.dynamicTest(v.get("id").asText() + " " + engine.name(kind), () -> {
            CompactJws jws = CompactJws.parse(v.get("compact").asText());
            byte[] broken = jws.signature().clone();
            broken[3] ^= 1;
            KeyedAlgorithm algorithm =
                KeyedAlgorithm.verifying(kind, engine, publicKey(v.get("jwk")));
            assertThat(algorithm.verifies(jws.signed(), jws.signature())).isTrue();
            assertThat(algorithm.verifies(jws.signed(), broken)).isFalse();
          });
        }));
  }

  @TestFactory
  Stream<DynamicTest> what_is_no_signed_compact_token_is_refused() {
    List<JsonNode> refused =
        each("signatures").filter(v -> !v.path("signature_valid").asBoolean()).toList();
    assertThat(refused)
        .extracting(v -> v.get("id").asText())
        .containsExactly("rfc7515-A5-none", "rfc7515-A6-general-json", "rfc7515-E-crit");
    return refused.stream()
        .map(v -> DynamicTest.dynamicTest(v.get("id").asText(), () -> {
          String text =
              v.has("compact") ? v.get("compact").asText() : v.get("json").toString();
          assertThatThrownBy(() -> TokenHeader.read(CompactJws.parse(text).header()))
              .isInstanceOf(Refused.class);
        }));
  }

  @TestFactory
  Stream<DynamicTest> every_example_thumbprint_is_ours() {
    Map<String, Set<String>> required = Map.of(
        "EC",
        Set.of("crv", "kty", "x", "y"),
        "RSA",
        Set.of("e", "kty", "n"),
        "OKP",
        Set.of("crv", "kty", "x"));
    return each("thumbprints")
        .map(v -> DynamicTest.dynamicTest(v.get("source").asText(), () -> {
          JsonNode jwk = v.get("jwk");
          TreeMap<String, String> members = new TreeMap<>();
          required
              .get(jwk.get("kty").asText())
              .forEach(name -> members.put(name, jwk.get(name).asText()));

          assertThat(Jwk.thumbprint(members))
              .isEqualTo(v.get("thumbprint_sha256").asText());
          if (!jwk.get("kty").asText().equals("OKP")) {
            // We make no Edwards keys; the others also round the way through a JDK key.
            assertThat(Jwk.of(publicKey(jwk)).thumbprint())
                .isEqualTo(v.get("thumbprint_sha256").asText());
          }
        }));
  }

  @Test
  void the_example_keys_are_published_without_their_private_half() throws Exception {
    for (JsonNode jwk : vectors.get("rfc7517_keys").get("private_A2")) {
      JsonNode published = Jwk.of(publicKey(jwk)).published("kid", "alg");

      assertThat(published.fieldNames())
          .toIterable()
          .doesNotContain("d", "p", "q", "dp", "dq", "qi");
      List.of("kty", "crv", "x", "y", "n", "e")
          .forEach(name -> assertThat(published.path(name)).isEqualTo(jwk.path(name)));
    }
  }

  @TestFactory
  @DisplayName("[L25] the set of attacks is refused, its controls accepted")
  Stream<DynamicTest> the_set_of_attacks() {
    JsonNode set = vectors.get("attack_set");
    Map<String, KeyEntry> keys = keys(set.get("jwks").get("keys"));
    Instant now = Instant.ofEpochSecond(set.get("clock_now").asLong());
    // The tokens have none of our private claims, so the layers below those are asked: text,
    // header, key, signature, registered claims.
    JwtAccessTokens tokens = new JwtAccessTokens();
    Function<String, Optional<KeyEntry>> ring = kid -> Optional.ofNullable(keys.get(kid));
    return StreamSupport.stream(set.get("tokens").spliterator(), false)
        .map(v -> DynamicTest.dynamicTest(v.get("id").asText(), () -> {
          boolean accepted;
          try {
            CompactJws jws = CompactJws.parse(v.get("token").asText());
            tokens.signer(jws, ring);
            RegisteredClaims.read(StrictObject.parse(jws.payload()))
                .judge(
                    set.get("issuer").asText(),
                    set.get("audience").asText(),
                    TokenPolicy.DEFAULT,
                    now);
            accepted = true;
          } catch (Refused refused) {
            accepted = false;
          }
          assertThat(accepted).isEqualTo(v.get("expect").asText().equals("accept"));
        }));
  }

  private Stream<JsonNode> each(String list) {
    assertThat(vectors.get(list)).isNotEmpty();
    return StreamSupport.stream(vectors.get(list).spliterator(), false);
  }

  /**
   * By the JDK: java-jwt checks signatures only of tokens that its decoder reads, and some of these
   * payloads are prose; PS384 and EdDSA it does not have.
   */
  private static boolean good(JsonNode vector, byte[] signed, byte[] signature)
      throws GeneralSecurityException {
    JsonNode jwk = vector.get("jwk");
    return switch (vector.get("alg").asText()) {
      case "HS256" ->
        MessageDigest.isEqual(
            signature,
            Algorithm.HMAC256(Base64.getUrlDecoder().decode(jwk.get("k").asText()))
                .sign(signed));
      case "RS256" -> verifies(Signature.getInstance("SHA256withRSA"), jwk, signed, signature);
      case "ES256" ->
        verifies(Signature.getInstance("SHA256withECDSAinP1363Format"), jwk, signed, signature);
      case "ES512" ->
        verifies(Signature.getInstance("SHA512withECDSAinP1363Format"), jwk, signed, signature);
      case "EdDSA" -> verifies(Signature.getInstance("Ed25519"), jwk, signed, signature);
      case "PS384" -> {
        Signature pss = Signature.getInstance("RSASSA-PSS");
        pss.setParameter(new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1));
        yield verifies(pss, jwk, signed, signature);
      }
      default -> throw new IllegalStateException("no check for " + vector.get("alg"));
    };
  }

  private static boolean verifies(
      Signature verification, JsonNode jwk, byte[] signed, byte[] signature)
      throws GeneralSecurityException {
    verification.initVerify(publicKey(jwk));
    verification.update(signed);
    return verification.verify(signature);
  }

  private static PublicKey publicKey(JsonNode jwk) throws GeneralSecurityException {
    return switch (jwk.get("kty").asText()) {
      case "RSA" ->
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
      case "EC" ->
        KeyFactory.getInstance("EC")
            .generatePublic(new ECPublicKeySpec(
                new ECPoint(number(jwk, "x"), number(jwk, "y")),
                curve(jwk.get("crv").asText())));
      default ->
        KeyFactory.getInstance("Ed25519")
            .generatePublic(new EdECPublicKeySpec(
                NamedParameterSpec.ED25519,
                edwards(Base64.getUrlDecoder().decode(jwk.get("x").asText()))));
    };
  }

  private static ECParameterSpec curve(String name) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec(
        Map.of("P-256", "secp256r1", "P-521", "secp521r1").get(name)));
    return curve.getParameterSpec(ECParameterSpec.class);
  }

  /** RFC 8032, 5.1.2: y with its least byte first, and the sign of x in the highest bit. */
  private static EdECPoint edwards(byte[] little) {
    byte[] big = new byte[little.length];
    for (int i = 0; i < little.length; i++) {
      big[i] = little[little.length - 1 - i];
    }
    boolean odd = (big[0] & 0x80) != 0;
    big[0] &= 0x7F;
    return new EdECPoint(odd, new BigInteger(1, big));
  }

  private static BigInteger number(JsonNode jwk, String member) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.get(member).asText()));
  }

  private static Map<String, KeyEntry> keys(JsonNode jwks) {
    Map<String, KeyEntry> keys = new HashMap<>();
    for (JsonNode jwk : jwks) {
      try {
        String spki = Base64.getEncoder().encodeToString(publicKey(jwk).getEncoded());
        keys.put(
            jwk.get("kid").asText(),
            Forge.entry(jwk.get("kid").asText(), jwk.get("alg").asText(), spki, KeyState.ACTIVE));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    return keys;
  }

  private static JsonNode read() {
    try (InputStream in = JoseVectorsTest.class.getResourceAsStream("/vectors/jose.json")) {
      return Forge.JSON.readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
