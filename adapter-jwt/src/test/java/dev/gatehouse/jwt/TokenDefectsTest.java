package dev.gatehouse.jwt;

import static dev.gatehouse.jwt.Forge.NOW;
import static dev.gatehouse.jwt.Forge.SHOP;
import static dev.gatehouse.jwt.Forge.claims;
import static dev.gatehouse.jwt.Forge.entry;
import static dev.gatehouse.jwt.Forge.ring;
import static dev.gatehouse.jwt.Forge.url;
import static dev.gatehouse.jwt.JwtAccessTokensTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.port.AccessTokens.NewKey;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every single defect of law L25, each in a token that is good otherwise. */
class TokenDefectsTest {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  /** Made once: it takes a while. */
  private static final NewKey RSA = new JwtAccessTokens("RS256", 0).generate();

  /** Of the curve P-256. */
  private static final BigInteger ORDER =
      new BigInteger("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16);

  private final JwtAccessTokens tokens = new JwtAccessTokens();
  private final NewKey key = tokens.generate();
  private final Forge forge = new Forge(key);

  @Test
  void the_forge_makes_good_tokens() {
    assertThat(tokens.verify(forge.good(), SHOP, ring(key), NOW).claims()).isEqualTo(claims());
  }

  @TestFactory
  @DisplayName("[L25] a defect of the header refuses the token")
  Stream<DynamicTest> a_defect_of_the_header_refuses_the_token() {
    Map<String, Consumer<ObjectNode>> defects = new LinkedHashMap<>();
    for (String alg : List.of(
        "none", "None", "nOnE", "NONE", "", "HS256", "RS256", "ES384", "ES512", "PS256", "EdDSA",
        "es256", "ES256 ", "ES256K")) {
      defects.put("alg '" + alg + "'", h -> h.put("alg", alg));
    }
    defects.put("no alg", h -> h.remove("alg"));
    defects.put("alg null", h -> h.putNull("alg"));
    defects.put("alg a list", h -> h.putArray("alg").add("ES256"));
    defects.put("no kid", h -> h.remove("kid"));
    defects.put("unknown kid", h -> h.put("kid", "unknown"));
    defects.put("kid a number", h -> h.put("kid", 1));
    defects.put("kid with a control character", h -> h.put("kid", key.kid() + "\u0000"));
    defects.put("kid a path", h -> h.put("kid", "../../dev/null"));
    defects.put("kid a query", h -> h.put("kid", "x' union select 1 --"));
    for (String typ : List.of(
        "JWT",
        "jwt",
        "",
        "at+jwt ",
        "at-jwt",
        "rt+jwt",
        "secevent+jwt",
        "dpop+jwt",
        "application/jwt",
        "appl\u0131cation/at+jwt")) {
      defects.put("typ '" + typ + "'", h -> h.put("typ", typ));
    }
    defects.put("no typ", h -> h.remove("typ"));
    defects.put("typ a number", h -> h.put("typ", 1));
    defects.put("crit", h -> h.putArray("crit").add("exp"));
    defects.put("empty crit", h -> h.putArray("crit"));
    defects.put("b64", h -> h.put("b64", true));
    defects.put("zip", h -> h.put("zip", "DEF"));
    defects.put("enc", h -> h.put("enc", "A256GCM"));
    defects.put("embedded key", h -> h.putObject("jwk").put("kty", "EC"));
    defects.put("key by URL", h -> h.put("jku", "https://evil.example/jwks"));
    defects.put("certificate by URL", h -> h.put("x5u", "https://evil.example/cert"));
    defects.put("certificate", h -> h.putArray("x5c").add("MII"));
    return each(defects, defect -> {
      ObjectNode header = forge.header();
      defect.accept(header);
      return forge.token(header, forge.payload());
    });
  }

  @TestFactory
  @DisplayName("[L25] a missing claim refuses the token")
  Stream<DynamicTest> a_missing_claim_refuses_the_token() {
    Map<String, Consumer<ObjectNode>> defects = new LinkedHashMap<>();
    forge.payload().fieldNames().forEachRemaining(name -> {
      defects.put("no " + name, p -> p.remove(name));
      defects.put(name + " null", p -> p.putNull(name));
      defects.put(name + " an object", p -> p.putObject(name));
      defects.put(name + " true", p -> p.put(name, true));
      defects.put(name + " empty", p -> p.put(name, ""));
    });
    assertThat(defects).hasSize(14 * 5);
    return each(defects, this::withPayload);
  }

  @TestFactory
  @DisplayName("[L25] a wrong claim refuses the token")
  Stream<DynamicTest> a_wrong_claim_refuses_the_token() {
    long now = NOW.getEpochSecond();
    Map<String, Consumer<ObjectNode>> defects = new LinkedHashMap<>();
    defects.put("other iss", p -> p.put("iss", "https://evil.example"));
    defects.put("iss with a slash more", p -> p.put("iss", SHOP.issuer() + "/"));
    defects.put("iss in capitals", p -> p.put("iss", "HTTPS://ID.EXAMPLE/SHOP"));
    defects.put("iss a list", p -> p.putArray("iss").add(SHOP.issuer()));
    defects.put("other aud", p -> p.put("aud", "https://evil.example"));
    defects.put("aud begins like ours", p -> p.put("aud", SHOP.audience() + ".evil.example"));
    defects.put("aud a list without ours", p -> p.putArray("aud").add("https://evil.example"));
    defects.put("aud an empty list", p -> p.putArray("aud"));
    defects.put(
        "aud a list with a number", p -> p.putArray("aud").add(SHOP.audience()).add(1));
    defects.put("expired", p -> p.put("iat", now - 900).put("exp", now - 30));
    defects.put("not yet valid by iat", p -> p.put("iat", now + 31).put("exp", now + 400));
    defects.put("not yet valid by nbf", p -> p.put("nbf", now + 31));
    defects.put("nbf a string", p -> p.put("nbf", "" + now));
    defects.put("nbf null", p -> p.putNull("nbf"));
    defects.put("lifetime too long", p -> p.put("exp", now + 901));
    defects.put("lifetime of a century", p -> p.put("exp", now + 3_153_600_000L));
    defects.put("exp before iat", p -> p.put("exp", now - 1));
    defects.put("exp equals iat", p -> p.put("exp", now));
    defects.put("exp a string", p -> p.put("exp", "" + (now + 880)));
    defects.put("exp a fraction", p -> p.put("exp", now + 880.5));
    defects.put("exp a whole float", p -> p.put("exp", (double) (now + 880)));
    defects.put("exp beyond long", p -> p.put("exp", new BigInteger("99999999999999999999")));
    defects.put("exp the greatest long", p -> p.put("exp", Long.MAX_VALUE));
    defects.put("iat the least long", p -> p.put("iat", Long.MIN_VALUE));
    defects.put("iat negative", p -> p.put("iat", -1));
    defects.put("auth_time negative", p -> p.put("auth_time", -1));
    defects.put("sub not a UUID", p -> p.put("sub", "user-1"));
    defects.put("sub in capitals", p -> p.put("sub", "0199AA00-0000-7000-8000-00000000BEEF"));
    defects.put("sub without leading zeros", p -> p.put("sub", "199aa00-0-7000-8000-beef"));
    defects.put("sid not a UUID", p -> p.put("sid", "s"));
    defects.put("sid in braces", p -> p.put("sid", "{0199aa01-0000-7000-8000-00000000beef}"));
    defects.put("other realm", p -> p.put("realm", "other"));
    defects.put("realm not a realm key", p -> p.put("realm", "SHOP"));
    defects.put("via a way of nobody's", p -> p.put("via", "pigeon"));
    defects.put("via in capitals", p -> p.put("via", "BEARER"));
    defects.put("unknown acr", p -> p.put("acr", "aal3"));
    defects.put("acr in capitals", p -> p.put("acr", "AAL2"));
    defects.put("amr a string", p -> p.put("amr", "pwd"));
    defects.put("amr with a number", p -> p.putArray("amr").add(1));
    defects.put("roles a string", p -> p.put("roles", "admin"));
    defects.put("roles with null", p -> p.putArray("roles").addNull());
    defects.put("cnf null", p -> p.putNull("cnf"));
    defects.put("cnf empty", p -> p.putObject("cnf"));
    defects.put("cnf a string", p -> p.put("cnf", "thumbprint"));
    defects.put("cnf of another method", p -> p.putObject("cnf").put("x5t#S256", "thumbprint"));
    defects.put(
        "cnf with a second method",
        p -> p.putObject("cnf").put("jkt", "thumbprint").put("x5t#S256", "thumbprint"));
    return each(defects, this::withPayload);
  }

  @TestFactory
  @DisplayName("[L25] another key, another algorithm or another kind of token is refused")
  Stream<DynamicTest> another_key_is_refused() {
    NewKey other = tokens.generate();
    KeyEntry good = entry(key);
    String header = forge.header().toString();
    String payload = forge.payload().toString();
    String signed = url(header) + "." + url(payload);
    byte[] der = Base64.getDecoder().decode(key.publicKey());
    String pem = "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END PUBLIC KEY-----\n";

    Map<String, AccessToken> defects = new LinkedHashMap<>();
    defects.put("signed by another key", new Forge(other).token(forge.header(), forge.payload()));
    defects.put(
        "kid of another key", forge.token(forge.header().put("kid", other.kid()), forge.payload()));
    defects.put(
        "kid of an RSA key", forge.token(forge.header().put("kid", RSA.kid()), forge.payload()));
    defects.put(
        "kid and alg of an RSA key",
        forge.token(forge.header().put("kid", RSA.kid()).put("alg", "RS256"), forge.payload()));
    defects.put(
        "RSA signature under the name of the elliptic key",
        new Forge(RSA).token(forge.header(), forge.payload()));
    for (Map.Entry<String, byte[]> secret : Map.of(
            "DER",
            der,
            "PEM",
            pem.getBytes(StandardCharsets.US_ASCII),
            "base64",
            key.publicKey().getBytes(StandardCharsets.US_ASCII))
        .entrySet()) {
      Algorithm hmac = Algorithm.HMAC256(secret.getValue());
      String confused = JWT.create()
          .withHeader(Map.of("typ", "at+jwt"))
          .withKeyId(key.kid())
          .withPayload(payload)
          .sign(hmac);
      defects.put("HS256 keyed with the public key, " + secret.getKey(), new AccessToken(confused));
      String disguised = url(hmac.sign(signed.getBytes(StandardCharsets.US_ASCII)));
      defects.put(
          "HMAC of the public key under the name ES256, " + secret.getKey(),
          new AccessToken(signed + "." + disguised));
    }
    String unsigned = url(forge.header().put("alg", "none").toString()) + "." + url(payload);
    defects.put("alg none, empty signature", new AccessToken(unsigned + "."));
    defects.put("alg none, no signature", new AccessToken(unsigned));
    defects.put("a refresh token", new AccessToken("gtr_" + url(new byte[53])));
    defects.put(
        "a JWE",
        new AccessToken(url("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}") + ".." + url(new byte[12])
            + "." + url(new byte[99]) + "." + url(new byte[16])));
    defects.put("a JWE with five full parts", new AccessToken(signed + ".AAAA.AAAA.AAAA"));
    defects.put(
        "the payload of another token",
        swapped(forge.good(), forge.token(forge.header(), forge.payload().put("jti", "jti-2"))));
    defects.put(
        "a JWS in JSON",
        new AccessToken("{\"payload\":\"" + url(payload) + "\",\"protected\":\"" + url(header)
            + "\",\"signature\":\"AAAA\"}"));

    return defects.entrySet().stream()
        .map(d -> DynamicTest.dynamicTest(
            d.getKey(),
            () -> refused(() ->
                tokens.verify(d.getValue(), SHOP, ring(good, entry(other), entry(RSA)), NOW))));
  }

  @TestFactory
  @DisplayName("[L25] an empty, zero, foreign or DER signature is refused by every provider")
  Stream<DynamicTest> a_signature_of_another_form_is_refused() {
    String good = forge.good().reveal();
    String signed = good.substring(0, good.lastIndexOf('.'));
    byte[] signature = Base64.getUrlDecoder().decode(good.substring(good.lastIndexOf('.') + 1));
    byte[] order = ORDER.toByteArray();
    byte[] n = Arrays.copyOfRange(order, order.length - 32, order.length);
    byte[] zero = new byte[32];
    byte[] r = Arrays.copyOfRange(signature, 0, 32);
    byte[] s = Arrays.copyOfRange(signature, 32, 64);

    Map<String, byte[]> defects = new LinkedHashMap<>();
    defects.put("empty", new byte[0]);
    defects.put("psychic: r and s zero", new byte[64]);
    defects.put("r zero", joined(zero, s));
    defects.put("s zero", joined(r, zero));
    defects.put("r and s the order", joined(n, n));
    defects.put("r the order", joined(n, s));
    defects.put("s the order", joined(r, n));
    defects.put("r and s all ones", filled(64));
    defects.put("r and s exchanged", joined(s, r));
    defects.put("one byte less", Arrays.copyOf(signature, 63));
    defects.put("one byte more", Arrays.copyOf(signature, 65));
    defects.put("half", r);
    defects.put("twice", joined(signature, signature));
    defects.put("DER", forge.sign("SHA256withECDSA", signed));
    defects.put("DER of zeros", new byte[] {0x30, 6, 2, 1, 0, 2, 1, 0});
    defects.put("with leading zeros, 96 bytes", joined(new byte[16], r, new byte[16], s));
    defects.put("of ES384, 96 bytes", new byte[96]);

    Map<String, CryptoEngine> engines =
        Map.of("fastest", CryptoEngine.fastest(), "platform", CryptoEngine.platform());
    return engines.entrySet().stream().flatMap(engine -> {
      JwtAccessTokens judge = new JwtAccessTokens("ES256", 10, engine.getValue());
      assertThat(judge.verify(new AccessToken(good), SHOP, ring(key), NOW).claims())
          .isEqualTo(claims());
      return defects.entrySet().stream()
          .map(d -> DynamicTest.dynamicTest(
              engine.getKey() + ": " + d.getKey(),
              () -> refused(() -> judge.verify(
                  new AccessToken(signed + "." + url(d.getValue())), SHOP, ring(key), NOW))));
    });
  }

  @Test
  @DisplayName(
      "[L25] numbers outside a signature's range are refused before any provider sees them")
  void numbers_outside_the_range_of_a_signature_are_refused_by_ourselves() throws Exception {
    PublicKey publicKey = KeyFactory.getInstance("EC")
        .generatePublic(new X509EncodedKeySpec(entry(key).publicBytes()));
    byte[] one = new byte[32];
    one[31] = 1;
    byte[] zero = new byte[32];
    byte[] last = ORDER.subtract(BigInteger.ONE).toByteArray();
    byte[] greatest = Arrays.copyOfRange(last, last.length - 32, last.length);
    byte[] order = Arrays.copyOfRange(ORDER.toByteArray(), ORDER.toByteArray().length - 32, 33);

    for (byte[] fine : List.of(joined(one, one), joined(greatest, greatest))) {
      assertThat(SignatureKind.ES256.wellFormed(fine, publicKey)).isTrue();
    }
    for (byte[] bad : List.of(zero, order, filled(32))) {
      assertThat(SignatureKind.ES256.wellFormed(joined(bad, one), publicKey)).isFalse();
      assertThat(SignatureKind.ES256.wellFormed(joined(one, bad), publicKey)).isFalse();
    }
  }

  @TestFactory
  @DisplayName("[L25] an RSA signature of another form is refused by every provider")
  Stream<DynamicTest> an_rsa_signature_of_another_form_is_refused() {
    String good = new Forge(RSA).good().reveal();
    String signed = good.substring(0, good.lastIndexOf('.'));
    byte[] signature = Base64.getUrlDecoder().decode(good.substring(good.lastIndexOf('.') + 1));
    byte[] one = new byte[256];
    one[255] = 1;

    Map<String, byte[]> defects = new LinkedHashMap<>();
    defects.put("empty", new byte[0]);
    defects.put("zero", new byte[256]);
    defects.put("one", one);
    defects.put("beyond the modulus", filled(256));
    defects.put("a leading zero more", joined(new byte[1], signature));
    defects.put("one byte less", Arrays.copyOf(signature, 255));
    defects.put("PSS", new byte[64]);

    return Stream.of(CryptoEngine.fastest(), CryptoEngine.platform()).flatMap(engine -> {
      JwtAccessTokens judge = new JwtAccessTokens("RS256", 10, engine);
      assertThat(judge.verify(new AccessToken(good), SHOP, ring(RSA), NOW).claims())
          .isEqualTo(claims());
      return defects.entrySet().stream()
          .map(d -> DynamicTest.dynamicTest(
              judge.provider() + ": " + d.getKey(),
              () -> refused(() -> judge.verify(
                  new AccessToken(signed + "." + url(d.getValue())), SHOP, ring(RSA), NOW))));
    });
  }

  @Test
  @DisplayName("[L25] a token truncated at any point, at either end, is refused")
  void a_truncated_token_is_refused() {
    String good = forge.good().reveal();
    for (int cut = 0; cut < good.length(); cut++) {
      AccessToken head = new AccessToken(good.substring(0, cut));
      AccessToken tail = new AccessToken(good.substring(cut + 1));
      refused(() -> tokens.verify(head, SHOP, ring(key), NOW));
      refused(() -> tokens.verify(tail, SHOP, ring(key), NOW));
    }
  }

  @Test
  @DisplayName("[L25] a token re-encoded in any way is refused, remembered or not")
  void a_reencoded_token_is_refused() {
    // A header, a payload and a signature that leave spare bits each; the base64 standard alphabet
    // differs where '-' or '_' stands.
    String good = withSpareBits();
    assertThat(tokens.verify(new AccessToken(good), SHOP, ring(key), NOW).claims())
        .isNotNull();
    String[] parts = good.split("\\.", -1);
    JwtAccessTokens forgetful = new JwtAccessTokens("ES256", 0, CryptoEngine.platform());
    int variants = 0;
    for (int part = 0; part < 3; part++) {
      for (String variant : spellings(parts[part])) {
        String[] changed = parts.clone();
        changed[part] = variant;
        AccessToken token = new AccessToken(String.join(".", changed));
        if (!token.reveal().equals(good)) {
          refused(() -> tokens.verify(token, SHOP, ring(key), NOW));
          refused(() -> forgetful.verify(token, SHOP, ring(key), NOW));
          variants++;
        }
      }
    }
    assertThat(variants).isGreaterThan(40);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s.",
        ".%s",
        "%s..",
        "..%s",
        "%s.AAAA",
        "AAAA.%s",
        "Bearer %s",
        " %s",
        "%s ",
        "%s\n",
        "\uFEFF%s",
        "%s\u0000",
        "%s%%00",
        "%s,%s",
        "%s %s",
        "\"%s\""
      })
  @DisplayName("[L25] a token with something before or after is refused")
  void a_token_with_something_around_is_refused(String frame) {
    AccessToken framed =
        new AccessToken(frame.replace("%%", "%").replace("%s", forge.good().reveal()));

    refused(() -> tokens.verify(framed, SHOP, ring(key), NOW));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "...",
        "....",
        "A",
        "A.A.A",
        "AA.AA.AA",
        "AAAA.AAAA.AAAA",
        "null",
        "{}",
        "\ud800",
        "\ud800.\udfff.A",
        "\u0000.\u0000.\u0000",
        "e30.e30.e30",
        "W10.W10.W10",
        "bnVsbA.bnVsbA.bnVsbA"
      })
  @DisplayName("[L25] a text that is no token is refused")
  void a_text_that_is_no_token_is_refused(String text) {
    refused(() -> tokens.verify(new AccessToken(text), SHOP, ring(key), NOW));
  }

  @Test
  @DisplayName("[L25] a text of 1 MB, or just too long, is refused before a key is looked up")
  void a_long_text_is_refused() {
    String good = forge.good().reveal();
    for (String text : List.of(
        "A".repeat(1 << 20),
        ".".repeat(1 << 20),
        good + "A".repeat(1 << 20),
        "A.".repeat(1 << 19),
        good + "A".repeat(8193 - good.length()))) {
      refused(() -> tokens.verify(
          new AccessToken(text),
          SHOP,
          kid -> {
            throw new AssertionError("looked up");
          },
          NOW));
    }
    AccessToken roomy = forge.token(forge.header(), forge.payload().put("pad", "x".repeat(5000)));
    assertThat(tokens.verify(roomy, SHOP, ring(key), NOW).claims()).isEqualTo(claims());
    AccessToken overfull =
        forge.token(forge.header(), forge.payload().put("pad", "x".repeat(6500)));
    refused(() -> tokens.verify(overfull, SHOP, ring(key), NOW));
  }

  @TestFactory
  @DisplayName("[L25] JSON that two readers may read differently is refused")
  Stream<DynamicTest> ambiguous_json_is_refused() {
    String header = forge.header().toString();
    String payload = forge.payload().toString();
    Map<String, AccessToken> defects = new LinkedHashMap<>();
    forge
        .header()
        .fieldNames()
        .forEachRemaining(name -> defects.put(
            "header says " + name + " twice",
            forge.token(doubled(header, name, forge.header()), payload)));
    forge
        .payload()
        .fieldNames()
        .forEachRemaining(name -> defects.put(
            "payload says " + name + " twice",
            forge.token(header, doubled(payload, name, forge.payload()))));
    defects.put(
        "escaped name twice",
        forge.token(header, payload.replaceFirst("\\{", "{\"\\\\u0073ub\":\"x\",")));
    defects.put(
        "inner object says a name twice",
        forge.token(
            header, payload.replaceFirst("\\{", "{\"cnf\":{\"jkt\":\"a\",\"jkt\":\"b\"},")));
    defects.put(
        "unknown member twice",
        forge.token(header, payload.replaceFirst("\\{", "{\"x\":1,\"x\":1,")));
    defects.put("something after the header", forge.token(header + "{}", payload));
    defects.put("something after the payload", forge.token(header, payload + "{}"));
    defects.put("a comment", forge.token(header, payload + "//"));
    defects.put("single quotes", forge.token(header.replace('"', '\''), payload));
    defects.put("a list around", forge.token(header, "[" + payload + "]"));
    defects.put(
        "a string around", forge.token(header, "\"" + payload.replace("\"", "\\\"") + "\""));
    defects.put("a byte order mark", forge.token("\uFEFF" + header, payload));
    defects.put("not the end", forge.token(header, payload.substring(0, payload.length() - 1)));
    defects.put(
        "nesting without end", forge.token(header, "{\"x\":".repeat(900) + "1" + "}".repeat(900)));
    defects.put("nesting without end in the header", forge.token("[".repeat(4000), payload));
    defects.put(
        "UTF-16 header",
        forge.tokenOf(url(header.getBytes(StandardCharsets.UTF_16BE)), url(payload)));
    defects.put(
        "UTF-16 payload",
        forge.tokenOf(url(header), url(payload.getBytes(StandardCharsets.UTF_16LE))));
    defects.put(
        "invalid UTF-8",
        forge.tokenOf(
            url(header),
            url(payload.replace("web", "\u00e9").getBytes(StandardCharsets.ISO_8859_1))));
    defects.put(
        "a number of a thousand digits",
        forge.token(header, payload.replaceFirst("\\{", "{\"x\":" + "9".repeat(2000) + ",")));
    defects.put("not a number", forge.token(header, payload.replaceFirst("\\{", "{\"x\":NaN,")));
    return defects.entrySet().stream()
        .map(d -> DynamicTest.dynamicTest(
            d.getKey(), () -> refused(() -> tokens.verify(d.getValue(), SHOP, ring(key), NOW))));
  }

  @Test
  @DisplayName(
      "[L25] a key of another use, withdrawn, of another name or algorithm verifies nothing")
  void a_key_that_is_not_for_this_verifies_nothing() {
    KeyEntry good = entry(key);
    List<KeyEntry> unfit = List.of(
        new KeyEntry(
            key.kid(),
            KeyUse.REFRESH_TOKEN,
            1,
            "ES256",
            KeyState.ACTIVE,
            good.sealed(),
            key.publicKey(),
            NOW,
            NOW,
            Optional.empty()),
        new KeyEntry(
            key.kid(),
            KeyUse.DIGEST,
            1,
            "HS256",
            KeyState.ACTIVE,
            good.sealed(),
            "",
            NOW,
            NOW,
            Optional.empty()),
        entry(key.kid(), "HS256", key.publicKey(), KeyState.ACTIVE),
        entry(key.kid(), "none", key.publicKey(), KeyState.ACTIVE),
        entry("another", "ES256", key.publicKey(), KeyState.ACTIVE),
        entry(key.kid(), "ES256", key.publicKey(), KeyState.WITHDRAWN));

    for (KeyEntry entry : unfit) {
      refused(() -> tokens.verify(forge.good(), SHOP, kid -> Optional.of(entry), NOW));
    }
    refused(() -> tokens.verify(forge.good(), SHOP, kid -> Optional.empty(), NOW));
  }

  @Test
  @DisplayName("[L25] a secret key signs no access token, even if its entry says so")
  void a_secret_key_signs_no_access_token() {
    byte[] secret = Base64.getDecoder().decode(key.publicKey());
    String confused = JWT.create()
        .withHeader(Map.of("typ", "at+jwt"))
        .withKeyId("d1")
        .withPayload(forge.payload().toString())
        .sign(Algorithm.HMAC256(secret));

    for (String algorithm : List.of("HS256", "ES256", "none")) {
      KeyEntry entry = entry("d1", algorithm, key.publicKey(), KeyState.ACTIVE);
      refused(() -> tokens.verify(new AccessToken(confused), SHOP, ring(entry), NOW));
    }
  }

  private AccessToken withPayload(Consumer<ObjectNode> defect) {
    ObjectNode payload = forge.payload();
    defect.accept(payload);
    return forge.token(forge.header(), payload);
  }

  private Stream<DynamicTest> each(
      Map<String, Consumer<ObjectNode>> defects, Function<Consumer<ObjectNode>, AccessToken> made) {
    return defects.entrySet().stream()
        .map(d -> DynamicTest.dynamicTest(
            d.getKey(),
            () -> refused(() -> tokens.verify(made.apply(d.getValue()), SHOP, ring(key), NOW))));
  }

  /** A good token none of whose parts fills its last character. */
  private String withSpareBits() {
    ObjectNode header = forge.header();
    while (header.toString().length() % 3 == 0) {
      header.put("pad", header.path("pad").asText() + "x");
    }
    ObjectNode payload = forge.payload();
    // '-' and '_' come out of these characters.
    payload.put("note", "\u00fb\u00ff\u03ff\u07ff ??>>~~");
    while (payload.toString().getBytes(StandardCharsets.UTF_8).length % 3 == 0) {
      payload.put("pad", payload.path("pad").asText() + "x");
    }
    return forge.token(header, payload).reveal();
  }

  /** Other texts that a lenient decoder reads as the same bytes. */
  private static List<String> spellings(String part) {
    List<String> spellings = new ArrayList<>();
    String padding = "=".repeat((4 - part.length() % 4) % 4);
    spellings.addAll(List.of(
        part + padding,
        part + "=",
        part + "==",
        part + "===",
        "=" + part,
        part.replace('-', '+').replace('_', '/'),
        part.replace('-', '+').replace('_', '/') + padding));
    for (String space : List.of(" ", "\n", "\r\n", "\t", "\u00a0", "\u200b", "\u0000")) {
      spellings.addAll(
          List.of(part + space, space + part, part.substring(0, 8) + space + part.substring(8)));
    }
    int last = ALPHABET.indexOf(part.charAt(part.length() - 1));
    int spare = part.length() % 4 == 2 ? 16 : 4;
    for (int bits = 1; bits < spare; bits++) {
      spellings.add(part.substring(0, part.length() - 1) + ALPHABET.charAt((last & -spare) | bits));
    }
    spellings.add(part.substring(0, 4).replace("e", "%65") + part.substring(4));
    return spellings;
  }

  private static String doubled(String json, String name, ObjectNode of) {
    return json.substring(0, json.length() - 1) + ",\"" + name + "\":" + of.get(name) + "}";
  }

  private static AccessToken swapped(AccessToken one, AccessToken other) {
    String[] parts = one.reveal().split("\\.", -1);
    return new AccessToken(parts[0] + "." + other.reveal().split("\\.", -1)[1] + "." + parts[2]);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] filled(int length) {
    byte[] ones = new byte[length];
    Arrays.fill(ones, (byte) 0xFF);
    return ones;
  }
}
