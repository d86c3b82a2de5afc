package dev.gatehouse.telegram;

import static dev.gatehouse.telegram.Forge.BOT;
import static dev.gatehouse.telegram.Forge.NOW;
import static dev.gatehouse.telegram.Forge.base64url;
import static dev.gatehouse.telegram.Forge.claims;
import static dev.gatehouse.telegram.Forge.header;
import static dev.gatehouse.telegram.Forge.proven;
import static dev.gatehouse.telegram.Forge.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.telegram.Forge.Signer;
import dev.gatehouse.telegram.Telegram.Bot;
import dev.gatehouse.telegram.Telegram.Door;
import dev.gatehouse.telegram.Telegram.Flaw;
import dev.gatehouse.telegram.Telegram.Person;
import dev.gatehouse.telegram.Telegram.Proof;
import dev.gatehouse.telegram.Telegram.ProviderKey;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenID's door, attacked. */
class IdTokenTest {
  private static final Signer RSA = Signer.rsa("rsa-1");
  private static final Signer EC = Signer.ec("ec-1");
  private static final Signer ED = Signer.ed("ed-1");
  private static final List<ProviderKey> KEYS =
      Stream.of(RSA, EC, ED).map(Signer::published).toList();

  private final Telegram telegram = Forge.telegram(Bot.withoutToken(BOT), Forge.otherBot());

  static Stream<Signer> signers() {
    return Stream.of(RSA, EC, ED);
  }

  @ParameterizedTest
  @MethodSource("signers")
  void a_proof_says_who_by_the_claim_id_and_keeps_the_subject_apart(Signer signer) {
    Proof proof = proven(open(signer.token(claims())));

    assertThat(proof.door()).isEqualTo(Door.OPENID);
    assertThat(proof.bot()).isEqualTo(BOT);
    assertThat(proof.subject()).contains("7f3a-not-a-number");
    assertThat(proof.person())
        .isEqualTo(new Person(
            279_058_397L,
            Optional.of("John Smith"),
            Optional.empty(),
            Optional.of("username"),
            Optional.of("https://t.me/i/userpic/320/picname.jpg"),
            Optional.empty()));
    assertThat(proof.signedAt()).isEqualTo(NOW.minusSeconds(10));
    assertThat(proof.rememberUntil()).isEqualTo(NOW.plusSeconds(3600));
  }

  @Test
  void the_subject_is_never_taken_for_the_id() {
    Proof proof = proven(open(RSA.token(claims("sub", "\"1\""))));
    assertThat(proof.person().id()).isEqualTo(279_058_397L);
    assertThat(refused(open(RSA.token(claims("id", "", "sub", "\"279058397\"")))))
        .isEqualTo(new Flaw.Nobody());
  }

  @ParameterizedTest
  @DisplayName("[L06] a token without a right id is refused")
  @ValueSource(
      strings = {
        "null",
        "0",
        "-1",
        "1.5",
        "9223372036854775808",
        "\"\"",
        "\"None\"",
        "[7]",
        "true",
        "{}"
      })
  void no_id(String id) {
    assertThat(refused(open(RSA.token(claims("id", id))))).isEqualTo(new Flaw.Nobody());
  }

  @ParameterizedTest
  @DisplayName("[L06] a token without a subject is refused")
  @ValueSource(
      strings = {"", "null", "7", "\"\"", "\" \"", "\"None\"", "\"null\"", "[\"x\"]", "\"a b\""})
  void no_subject(String sub) {
    assertThat(refused(open(RSA.token(claims("sub", sub))))).isEqualTo(new Flaw.Nobody());
  }

  @ParameterizedTest
  @DisplayName("[L13] another issuer, or one that only looks like it, is refused")
  @ValueSource(
      strings = {
        "",
        "null",
        "\"\"",
        "\"https://oauth.telegram.org/\"",
        "\"http://oauth.telegram.org\"",
        "\"https://oauth.telegram.org.example.com\"",
        "\"https://OAUTH.telegram.org\"",
        "[\"https://oauth.telegram.org\"]"
      })
  void issuer(String iss) {
    assertThat(refused(open(RSA.token(claims("iss", iss))))).isEqualTo(new Flaw.OtherIssuer());
  }

  @ParameterizedTest
  @DisplayName("[L13] a token for another bot, for nobody or for several is refused")
  @ValueSource(
      strings = {
        "",
        "null",
        "\"\"",
        "\"7\"",
        "[]",
        "[\"5768337691\",\"7\"]",
        "[\"5768337691\",\"5768337691\"]",
        "\"05768337691\"",
        "\"5768337691 \"",
        "\"None\"",
        "{}"
      })
  void audience(String aud) {
    assertThat(refused(open(RSA.token(claims("aud", aud))))).isEqualTo(new Flaw.OtherAudience());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\"5768337691\"]", "5768337691"})
  void an_audience_of_one_may_be_a_list_or_a_number(String aud) {
    assertThat(proven(open(RSA.token(claims("aud", aud)))).bot()).isEqualTo(BOT);
  }

  @Test
  void of_several_bots_the_proof_names_the_one_it_is_for() {
    assertThat(proven(open(RSA.token(claims("aud", "\"42\"")))).bot()).isEqualTo(42);
  }

  @Test
  @DisplayName("[L13] expired, from the future, or without times: refused")
  void times() {
    long now = NOW.getEpochSecond();
    assertThat(refused(open(RSA.token(claims("exp", "" + now)))))
        .isEqualTo(new Flaw.Stale(Duration.ofSeconds(10)));
    proven(open(RSA.token(claims("exp", "" + (now + 1)))));
    proven(open(RSA.token(claims("iat", "" + (now + 60)))));
    assertThat(refused(open(RSA.token(claims("iat", "" + (now + 61))))))
        .isEqualTo(new Flaw.FromTheFuture(Duration.ofSeconds(61)));
    assertThat(refused(open(RSA.token(claims("nbf", "" + (now + 61))))))
        .isInstanceOf(Flaw.FromTheFuture.class);
    proven(open(RSA.token(claims("nbf", "" + (now - 86_400)))));
    for (String name : List.of("iat", "exp")) {
      for (String none : List.of(
          "",
          "null",
          "\"1790000000\"",
          "1790000000.5",
          "1e10",
          "-1",
          "0",
          "-9223372036854775808",
          "9223372036854775807")) {
        assertThat(refused(open(RSA.token(claims(name, none)))))
            .as(name + " " + none)
            .isEqualTo(new Flaw.Malformed());
      }
    }
    assertThat(refused(open(RSA.token(claims("exp", "" + (now - 10))))))
        .as("it ends when it begins")
        .isEqualTo(new Flaw.Malformed());
  }

  @Test
  @DisplayName("[L13] a token is remembered for a day at most, and refused from then on")
  void a_long_life() {
    String token = RSA.token(claims("exp", "253402300799"));
    Proof proof = proven(open(token));
    assertThat(proof.rememberUntil()).isEqualTo(NOW.minusSeconds(10).plus(Duration.ofHours(24)));
    assertThat(refused(telegram.idToken(token, Optional.empty(), KEYS, proof.rememberUntil())))
        .isInstanceOf(Flaw.Stale.class);
  }

  @Test
  @DisplayName(
      "[L13] a nonce that came back has to be the one that was sent, and none came back if none was sent")
  void nonce() {
    String token = RSA.token(claims("nonce", "\"right\""));
    proven(telegram.idToken(token, Optional.of("right"), KEYS, NOW));
    for (String other : List.of("wrong", "", "right ", "Right")) {
      assertThat(refused(telegram.idToken(token, Optional.of(other), KEYS, NOW)))
          .isEqualTo(new Flaw.OtherNonce());
    }
    for (String none : List.of("null", "7", "[\"right\"]")) {
      assertThat(refused(
              telegram.idToken(RSA.token(claims("nonce", none)), Optional.of("right"), KEYS, NOW)))
          .isEqualTo(new Flaw.OtherNonce());
    }
    proven(telegram.idToken(RSA.token(claims()), Optional.of("right"), KEYS, NOW));
    assertThat(refused(telegram.idToken(token, Optional.empty(), KEYS, NOW)))
        .isEqualTo(new Flaw.OtherNonce());
  }

  @Test
  @DisplayName("[L13] alg none, and HS256 with the public key as its secret, are refused")
  void confused_algorithms() {
    for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
      String unsigned = base64url(header(none, "rsa-1").getBytes(StandardCharsets.UTF_8)) + "."
          + base64url(claims().getBytes(StandardCharsets.UTF_8)) + ".";
      assertThat(refused(open(unsigned))).isEqualTo(new Flaw.Malformed());
      assertThat(refused(open(unsigned + "AA"))).isEqualTo(new Flaw.OtherAlgorithm());
    }
    String signed = base64url(header("HS256", "rsa-1").getBytes(StandardCharsets.UTF_8)) + "."
        + base64url(claims().getBytes(StandardCharsets.UTF_8));
    String pem = "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(RSA.pair().getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
    for (byte[] secret :
        List.of(RSA.pair().getPublic().getEncoded(), pem.getBytes(StandardCharsets.US_ASCII))) {
      assertThat(refused(open(signed + "." + base64url(Forge.hmac(secret, signed)))))
          .isEqualTo(new Flaw.OtherAlgorithm());
    }
  }

  @Test
  @DisplayName("[L13] each key signs with its own algorithm only")
  void crossed_keys() {
    for (Signer signer : List.of(RSA, EC, ED)) {
      for (Signer other : List.of(RSA, EC, ED)) {
        if (!signer.equals(other)) {
          assertThat(refused(open(signer.token(header(signer.alg(), other.kid()), claims()))))
              .isEqualTo(new Flaw.OtherAlgorithm());
          assertThat(refused(open(signer.token(header(other.alg(), other.kid()), claims()))))
              .isEqualTo(new Flaw.Forged());
        }
      }
    }
    for (String relative :
        List.of("RS384", "RS512", "PS256", "ES384", "ES256K", "Ed25519", "rs256")) {
      assertThat(refused(open(RSA.token(header(relative, "rsa-1"), claims()))))
          .isEqualTo(new Flaw.OtherAlgorithm());
    }
  }

  @Test
  @DisplayName(
      "[L13] an unknown kid is told apart, so that keys are fetched again, and no kid is none")
  void kids() {
    assertThat(refused(open(RSA.token(header("RS256", "rsa-2"), claims()))))
        .isEqualTo(new Flaw.UnknownKey());
    assertThat(refused(telegram.idToken(RSA.token(claims()), Optional.empty(), List.of(), NOW)))
        .isEqualTo(new Flaw.UnknownKey());
    for (String header :
        List.of("{\"alg\":\"RS256\"}", "{\"alg\":\"RS256\",\"kid\":7}", "{\"kid\":\"rsa-1\"}")) {
      assertThat(refused(open(RSA.token(header, claims())))).isEqualTo(new Flaw.Malformed());
    }
    Signer usurper = Signer.rsa("rsa-1");
    assertThat(refused(open(usurper.token(claims())))).isEqualTo(new Flaw.Forged());
  }

  @ParameterizedTest
  @DisplayName("[L13] a header that brings a key, an extension or another type is refused")
  @ValueSource(
      strings = {
        "\"jwk\":{}",
        "\"jku\":\"https://example.com\"",
        "\"x5c\":[]",
        "\"x5u\":\"x\"",
        "\"crit\":[\"exp\"]",
        "\"b64\":false",
        "\"zip\":\"DEF\"",
        "\"enc\":\"A256GCM\"",
        "\"typ\":\"at+jwt\"",
        "\"typ\":7",
        "\"alg\":\"RS256\""
      })
  void headers(String member) {
    String header = "{\"alg\":\"RS256\",\"kid\":\"rsa-1\"," + member + "}";
    assertThat(refused(open(RSA.token(header, claims())))).isEqualTo(new Flaw.Malformed());
  }

  @Test
  @DisplayName("[L13] text that is no token, or another spelling of one, is refused")
  void other_texts() {
    String good = RSA.token(claims());
    String[] parts = good.split("\\.");
    for (String other : List.of(
        "",
        ".",
        "..",
        "...",
        "a.b.c",
        good + ".",
        "." + good,
        good + "=",
        good + "\n",
        " " + good,
        good + ".x.y",
        parts[0] + "." + parts[1],
        parts[0] + "." + parts[1] + ".",
        parts[0] + "=." + parts[1] + "." + parts[2],
        good.replace('.', ','),
        good.replace('-', '+').replace('_', '/') + "+")) {
      assertThat(refused(open(other))).as(other).isEqualTo(new Flaw.Malformed());
    }
    assertThat(refused(open("x".repeat(1_000_000)))).isEqualTo(new Flaw.TooLarge());
    String twice = claims().replace("{", "{\"id\":1,");
    assertThat(refused(open(RSA.token(twice)))).isEqualTo(new Flaw.Malformed());
    for (String claims :
        List.of("[]", "7", "null", "{", "{\"a\":" + "[".repeat(2000) + "]".repeat(2000) + "}")) {
      assertThat(refused(open(RSA.token(claims)))).isEqualTo(new Flaw.Malformed());
    }
    assertThat(refused(open(RSA.token("not json", claims())))).isEqualTo(new Flaw.Malformed());
  }

  @ParameterizedTest
  @DisplayName("[L13] empty, zero, cut and lengthened signatures are refused")
  @MethodSource("signers")
  void signatures(Signer signer) {
    String good = signer.token(claims());
    String signed = good.substring(0, good.lastIndexOf('.') + 1);
    byte[] signature = Base64.getUrlDecoder().decode(good.substring(signed.length()));
    for (byte[] other : List.of(
        new byte[signature.length],
        new byte[1],
        Arrays.copyOf(signature, signature.length - 1),
        Arrays.copyOf(signature, signature.length + 1))) {
      assertThat(refused(open(signed + base64url(other)))).isEqualTo(new Flaw.Forged());
    }
    for (int at = 0; at < signature.length; at++) {
      byte[] changed = signature.clone();
      changed[at] ^= 1;
      assertThat(refused(open(signed + base64url(changed)))).isEqualTo(new Flaw.Forged());
    }
  }

  @Test
  @DisplayName("[L13] the second signature that ECDSA has for a text is the same proof")
  void the_other_half_of_ecdsa() {
    String good = EC.token(claims());
    String signed = good.substring(0, good.lastIndexOf('.') + 1);
    byte[] signature = Base64.getUrlDecoder().decode(good.substring(signed.length()));
    BigInteger order = ((ECPublicKey) EC.pair().getPublic()).getParams().getOrder();
    byte[] other = order.subtract(new BigInteger(1, signature, 32, 32)).toByteArray();
    for (int i = 0; i < 32; i++) {
      signature[63 - i] = i < other.length ? other[other.length - 1 - i] : 0;
    }

    Proof twin = proven(open(signed + base64url(signature)));

    assertThat(twin.id()).isEqualTo(proven(open(good)).id());
  }

  @Test
  void keys_of_another_kind_or_weak_ones_are_no_provider_s() throws Exception {
    KeyPairGenerator weak = KeyPairGenerator.getInstance("RSA");
    weak.initialize(1024);
    KeyPairGenerator p384 = KeyPairGenerator.getInstance("EC");
    p384.initialize(new ECGenParameterSpec("secp384r1"));
    for (KeyPairGenerator generator : List.of(
        weak,
        p384,
        KeyPairGenerator.getInstance("Ed448"),
        KeyPairGenerator.getInstance("X25519"))) {
      assertThatThrownBy(() -> new ProviderKey("k", generator.generateKeyPair().getPublic()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("P-256");
    }
    assertThatThrownBy(() -> new ProviderKey("", RSA.pair().getPublic()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Telegram.Verdict open(String token) {
    return telegram.idToken(token, Optional.empty(), KEYS, NOW);
  }
}
