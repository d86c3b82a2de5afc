package dev.gatehouse.jwt;

import static dev.gatehouse.jwt.Forge.NOW;
import static dev.gatehouse.jwt.Forge.OTHER;
import static dev.gatehouse.jwt.Forge.SHOP;
import static dev.gatehouse.jwt.Forge.claims;
import static dev.gatehouse.jwt.Forge.entry;
import static dev.gatehouse.jwt.Forge.json;
import static dev.gatehouse.jwt.Forge.ring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.SigningKey;
import dev.gatehouse.domain.token.TokenPolicy;
import dev.gatehouse.port.AccessTokens.NewKey;
import dev.gatehouse.port.AccessTokens.Verified;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Security;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtAccessTokensTest {
  private final JwtAccessTokens tokens = new JwtAccessTokens();
  private final NewKey key = tokens.generate();

  @Test
  void a_token_says_exactly_what_the_policy_lists_in_its_order() {
    AccessToken token = tokens.sign(claims(SHOP, Optional.of("thumbprint")), key.signing());

    assertThat(json(token, 0)).isEqualTo(new Forge(key).header());
    ObjectNode expected = new Forge(key).payload();
    expected.putObject("cnf").put("jkt", "thumbprint");
    assertThat(json(token, 1).toString()).isEqualTo(expected.toString());
  }

  @Test
  void an_unbound_token_has_no_confirmation() {
    assertThat(json(tokens.sign(claims(), key.signing()), 1).has("cnf")).isFalse();
  }

  @Test
  void times_in_a_token_are_whole_seconds() {
    AccessClaims c = claims();
    AccessClaims uneven = new AccessClaims(
        c.issuer(),
        c.audience(),
        c.subject(),
        c.clientId(),
        NOW.plusMillis(999),
        NOW.plusMillis(800_999),
        c.tokenId(),
        c.session(),
        NOW.minusMillis(1),
        c.acr(),
        c.amr(),
        c.realm(),
        c.transport(),
        c.roles(),
        c.binding());

    ObjectNode payload = json(tokens.sign(uneven, key.signing()), 1);

    assertThat(payload.get("iat").asText()).isEqualTo("" + NOW.getEpochSecond());
    assertThat(payload.get("exp").asText()).isEqualTo("" + (NOW.getEpochSecond() + 800));
    assertThat(payload.get("auth_time").asText()).isEqualTo("" + (NOW.getEpochSecond() - 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256", "RS256"})
  void what_was_signed_is_verified_with_the_same_claims(String algorithm) {
    JwtAccessTokens chosen = new JwtAccessTokens(algorithm, 10);
    NewKey made = chosen.generate();

    for (AccessClaims claims : List.of(claims(), claims(SHOP, Optional.of("thumbprint")))) {
      assertThat(made.algorithm()).isEqualTo(algorithm);
      assertThat(chosen.verify(chosen.sign(claims, made.signing()), SHOP, ring(made), NOW))
          .isEqualTo(new Verified(claims, made.kid()));
      assertThat(tokens.verify(chosen.sign(claims, made.signing()), SHOP, ring(made), NOW))
          .isEqualTo(new Verified(claims, made.kid()));
    }
  }

  @Test
  void an_array_of_audiences_is_good_when_ours_is_among_them() {
    Forge forge = new Forge(key);
    ObjectNode payload = forge.payload();
    payload.putArray("aud").add("https://elsewhere.example").add(SHOP.audience());

    assertThat(tokens
            .verify(forge.token(forge.header(), payload), SHOP, ring(key), NOW)
            .claims())
        .isEqualTo(claims());
  }

  @ParameterizedTest
  @ValueSource(strings = {"at+jwt", "AT+JWT", "application/at+jwt", "Application/At+Jwt"})
  void the_type_may_be_spelt_in_these_ways(String type) {
    Forge forge = new Forge(key);

    assertThat(tokens
            .verify(
                forge.token(forge.header().put("typ", type), forge.payload()), SHOP, ring(key), NOW)
            .claims())
        .isEqualTo(claims());
  }

  @Test
  void unknown_claims_and_header_parameters_are_ignored() {
    Forge forge = new Forge(key);

    assertThat(tokens
            .verify(
                forge.token(forge.header().put("x", 1), forge.payload().put("scope", "a b")),
                SHOP,
                ring(key),
                NOW)
            .claims())
        .isEqualTo(claims());
  }

  @ParameterizedTest
  @CsvSource({"-30, true", "-31, false", "909, true", "910, false"})
  void clocks_may_differ_by_the_skew_and_no_more(int secondsAfterIssue, boolean good) {
    AccessToken token = tokens.sign(claims(), key.signing());

    for (int presentation = 0; presentation < 2; presentation++) {
      assertThat(verifies(token, secondsAfterIssue)).isEqualTo(good);
    }
  }

  @ParameterizedTest
  @CsvSource({"30, true", "31, false"})
  void a_token_is_good_from_its_nbf_less_the_skew(int secondsAfterIssue, boolean good) {
    Forge forge = new Forge(key);

    assertThat(verifies(
            forge.token(
                forge.header(),
                forge.payload().put("nbf", NOW.getEpochSecond() + secondsAfterIssue)),
            0))
        .isEqualTo(good);
  }

  @ParameterizedTest
  @CsvSource({"900, true", "901, false"})
  void a_token_may_live_as_long_as_its_realm_says_and_no_longer(int lifetime, boolean good) {
    Forge forge = new Forge(key);

    assertThat(verifies(
            forge.token(
                forge.header(), forge.payload().put("exp", NOW.getEpochSecond() + lifetime)),
            0))
        .isEqualTo(good);
  }

  @Test
  @DisplayName(
      "[L16] a token of one realm is refused in another, also with the same issuer and audience")
  void a_token_of_one_realm_is_refused_in_another() {
    NewKey shared = key;
    AccessToken token = tokens.sign(claims(), shared.signing());
    AccessToken disguised = new Forge(key)
        .token(
            new Forge(key).header(),
            new Forge(key).payload().put("iss", OTHER.issuer()).put("aud", OTHER.audience()));

    refused(() -> tokens.verify(token, OTHER, ring(shared), NOW));
    refused(() -> tokens.verify(disguised, OTHER, ring(shared), NOW));
  }

  @Test
  @DisplayName("[L26] tokens of retiring, active and next keys are good, of withdrawn ones none")
  void tokens_of_every_usable_key_are_good() {
    for (KeyState state : KeyState.values()) {
      NewKey made = tokens.generate();
      KeyEntry entry = entry(made.kid(), made.algorithm(), made.publicKey(), state);
      AccessToken token = tokens.sign(claims(), made.signing());
      if (state == KeyState.WITHDRAWN) {
        refused(() -> tokens.verify(token, SHOP, ring(entry), NOW));
      } else {
        assertThat(tokens.verify(token, SHOP, ring(entry), NOW).kid()).isEqualTo(made.kid());
      }
    }
  }

  @Test
  void an_outage_of_the_key_source_is_not_a_refusal() {
    AccessToken token = tokens.sign(claims(), key.signing());

    assertThatThrownBy(() -> tokens.verify(
            token,
            SHOP,
            kid -> {
              throw new IllegalStateException("database away");
            },
            NOW))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("database away");
  }

  @Test
  void a_broken_key_is_a_fault_of_ours_and_named() {
    AccessToken token = tokens.sign(claims(), key.signing());

    for (String broken : List.of("AAAA", "!", "")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> tokens.verify(
              token, SHOP, ring(entry(key.kid(), "ES256", broken, KeyState.ACTIVE)), NOW));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokens.sign(claims(), new SigningKey("k", "ES256", new byte[20])))
        .withMessageContaining("'k'")
        .withNoCause();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokens.sign(claims(), new SigningKey("k", "HS256", new byte[32])))
        .withMessageContaining("HS256");
  }

  @Test
  void a_weak_key_or_another_curve_is_not_used() throws Exception {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(1024);
    KeyPairGenerator p384 = KeyPairGenerator.getInstance("EC");
    p384.initialize(new ECGenParameterSpec("secp384r1"));

    for (KeyEntry weak : List.of(
        entry(
            "weak",
            "RS256",
            Base64.getEncoder().encodeToString(rsa.generateKeyPair().getPublic().getEncoded()),
            KeyState.ACTIVE),
        entry(
            "weak",
            "ES256",
            Base64.getEncoder()
                .encodeToString(p384.generateKeyPair().getPublic().getEncoded()),
            KeyState.ACTIVE))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> tokens.jwks(List.of(weak)))
          .withMessageContaining("P-256, or RSA from 2048 bits");
    }
  }

  @Test
  void settings_that_make_no_sense_are_refused_with_what_would() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JwtAccessTokens("none", 1))
        .withMessageContaining("'none'")
        .withMessageContaining("ES256 and RS256");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JwtAccessTokens("ES256", -1))
        .withMessageContaining("-1");
  }

  @Test
  void java_jwt_itself_accepts_our_tokens_and_we_accept_its() throws Exception {
    ECPublicKey publicKey = (ECPublicKey) publicKey("EC", key);
    AccessToken ours = tokens.sign(claims(), key.signing());

    assertThat(JWT.require(Algorithm.ECDSA256(publicKey))
            .acceptExpiresAt(4_000_000_000L)
            .acceptIssuedAt(4_000_000_000L)
            .build()
            .verify(ours.reveal())
            .getKeyId())
        .isEqualTo(key.kid());
    KeyedAlgorithm keyed =
        KeyedAlgorithm.verifying(SignatureKind.ES256, CryptoEngine.platform(), publicKey);
    keyed.verify(JWT.decode(ours.reveal()));
    NewKey other = tokens.generate();
    assertThatThrownBy(
            () -> keyed.verify(JWT.decode(tokens.sign(claims(), other.signing()).reveal())))
        .isInstanceOf(SignatureVerificationException.class);
  }

  @Test
  void both_providers_give_tokens_that_the_other_verifies() {
    for (String algorithm : List.of("ES256", "RS256")) {
      JwtAccessTokens platform = new JwtAccessTokens(algorithm, 0, CryptoEngine.platform());
      JwtAccessTokens fastest = new JwtAccessTokens(algorithm, 0, CryptoEngine.fastest());
      for (NewKey made : List.of(platform.generate(), fastest.generate())) {
        for (int round = 0; round < 50; round++) {
          AccessToken one = platform.sign(claims(), made.signing());
          AccessToken two = fastest.sign(claims(), made.signing());
          for (AccessToken token : List.of(one, two)) {
            assertThat(platform.verify(token, SHOP, ring(made), NOW))
                .isEqualTo(fastest.verify(token, SHOP, ring(made), NOW));
          }
        }
        assertThat(platform.jwks(List.of(entry(made))))
            .isEqualTo(fastest.jwks(List.of(entry(made))));
      }
    }
  }

  @Test
  void the_provider_is_named_and_never_installed() {
    String here = isNativeJarHere() ? "AmazonCorrettoCryptoProvider" : "SunEC";

    assertThat(tokens.provider()).isEqualTo(here);
    assertThat(new JwtAccessTokens("ES256", 0, CryptoEngine.platform()).provider())
        .isEqualTo("SunEC");
    assertThat(new JwtAccessTokens("RS256", 0, CryptoEngine.platform()).provider())
        .isEqualTo("SunRsaSign");
    assertThat(Arrays.stream(Security.getProviders()).map(p -> p.getName()))
        .doesNotContain("AmazonCorrettoCryptoProvider");
  }

  @Test
  void published_elliptic_keys_have_full_length_coordinates_and_nothing_private() throws Exception {
    // One key in 128 has a coordinate that begins with a zero byte, and is the one that goes wrong:
    // they are made until there was one, and of 10,000 without any something is wrong.
    int short_ = 0;
    for (int i = 0; i < 10_000 && short_ == 0; i++) {
      NewKey made = tokens.generate();
      JsonNode jwk = only(tokens.jwks(List.of(entry(made))));
      ECPublicKey ec = (ECPublicKey) publicKey("EC", made);
      byte[] x = Base64.getUrlDecoder().decode(jwk.get("x").asText());
      byte[] y = Base64.getUrlDecoder().decode(jwk.get("y").asText());
      assertThat(jwk.fieldNames())
          .toIterable()
          .containsExactly("kid", "use", "alg", "crv", "kty", "x", "y");
      assertThat(x).hasSize(32);
      assertThat(y).hasSize(32);
      assertThat(new BigInteger(1, x)).isEqualTo(ec.getW().getAffineX());
      assertThat(new BigInteger(1, y)).isEqualTo(ec.getW().getAffineY());
      short_ += x[0] == 0 || y[0] == 0 ? 1 : 0;
    }
    assertThat(short_).isPositive();
  }

  @Test
  void published_rsa_keys_have_modulus_and_exponent_and_nothing_private() throws Exception {
    NewKey made = new JwtAccessTokens("RS256", 0).generate();
    RSAPublicKey rsa = (RSAPublicKey) publicKey("RSA", made);

    JsonNode jwk = only(tokens.jwks(List.of(entry(made))));

    assertThat(jwk.fieldNames()).toIterable().containsExactly("kid", "use", "alg", "e", "kty", "n");
    assertThat(jwk.get("kid").asText()).isEqualTo(made.kid());
    assertThat(jwk.get("use").asText()).isEqualTo("sig");
    assertThat(jwk.get("alg").asText()).isEqualTo("RS256");
    assertThat(jwk.get("e").asText()).isEqualTo("AQAB");
    assertThat(Base64.getUrlDecoder().decode(jwk.get("n").asText())).hasSize(256);
    assertThat(new BigInteger(1, Base64.getUrlDecoder().decode(jwk.get("n").asText())))
        .isEqualTo(rsa.getModulus());
  }

  @Test
  void the_same_keys_in_any_order_give_the_same_set() {
    KeyEntry one = entry(tokens.generate());
    KeyEntry two = entry(tokens.generate());

    assertThat(tokens.jwks(List.of(one, two)))
        .isEqualTo(tokens.jwks(List.of(two, one)))
        .startsWith("{\"keys\":[{\"kid\":");
    assertThat(tokens.jwks(List.of())).isEqualTo("{\"keys\":[]}");
  }

  @Test
  void a_secret_key_is_never_published() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokens.jwks(List.of(entry("d1", "HS256", "", KeyState.ACTIVE))))
        .withMessageContaining("HS256");
  }

  @Test
  void a_kid_is_the_thumbprint_of_its_key() throws Exception {
    JsonNode jwk = only(tokens.jwks(List.of(entry(key))));

    assertThat(key.kid())
        .hasSize(43)
        .isEqualTo(jwk.get("kid").asText())
        .isEqualTo(Jwk.of(publicKey("EC", key)).thumbprint());
    assertThat(key.signing().kid()).isEqualTo(key.kid());
  }

  @Test
  @DisplayName("[L40] no text that this module prints holds a token or a claim about a person")
  void nothing_prints_a_token() {
    AccessToken token = tokens.sign(claims(), key.signing());
    CompactJws jws = CompactJws.parse(token.reveal());
    ProvenToken proven = ProvenToken.read(entry(key), jws.payload(), SHOP);

    for (String printed : List.of(
        proven.toString(),
        proven.registered().toString(),
        tokens.verify(token, SHOP, ring(key), NOW).toString())) {
      assertThat(printed)
          .doesNotContain(token.reveal().split("\\.", -1))
          .doesNotContain("0199aa00-0000-7000-8000-00000000beef", "jti-1");
    }
    assertThatThrownBy(() -> tokens.verify(token, OTHER, ring(key), NOW))
        .hasMessage("TOKEN_REJECTED")
        .hasNoCause();
  }

  @Test
  void a_realm_with_a_shorter_lifetime_refuses_what_is_longer() {
    AccessToken token = tokens.sign(claims(), key.signing());

    assertThat(tokens.verify(token, SHOP, ring(key), NOW).claims()).isEqualTo(claims());
    refused(() -> tokens.verify(
        token, SHOP.with(new TokenPolicy(Duration.ofSeconds(879), Duration.ZERO)), ring(key), NOW));
  }

  static void refused(Runnable attempt) {
    assertThatThrownBy(attempt::run)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.refusal()).isEqualTo(new Refusal.TokenRejected()));
  }

  private boolean verifies(AccessToken token, int secondsAfterIssue) {
    try {
      tokens.verify(token, SHOP, ring(key), NOW.plusSeconds(secondsAfterIssue));
      return true;
    } catch (Refused refused) {
      return false;
    }
  }

  private static boolean isNativeJarHere() {
    try {
      Class.forName("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static PublicKey publicKey(String family, NewKey key) throws Exception {
    return KeyFactory.getInstance(family)
        .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(key.publicKey())));
  }

  private static JsonNode only(String jwks) throws Exception {
    JsonNode keys = Forge.JSON.readTree(jwks).get("keys");
    assertThat(keys).hasSize(1);
    return keys.get(0);
  }
}
