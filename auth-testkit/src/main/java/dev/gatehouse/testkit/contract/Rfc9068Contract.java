package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.AccessToken;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What adapters of {@link dev.gatehouse.port.AccessTokens} promise whose tokens are JWTs (RFC 9068): besides {@link AccessTokensContract},
 * that forged ones are refused, each for one single defect. The forger here has the real key, so that nothing but the defect is wrong.
 */
public abstract class Rfc9068Contract extends AccessTokensContract {
  private static final String ABSENT = "";

  // ---- what ours are

  @Test
  void a_token_of_ours_is_a_jwt_of_the_type_for_access_tokens() {
    String[] parts = sign(claims()).reveal().split("\\.", -1);

    assertThat(parts).hasSize(3);
    assertThat(text(parts[0]))
        .contains(
            "\"typ\":\"at+jwt\"",
            "\"kid\":\"" + key().kid() + "\"",
            "\"alg\":\"" + key().algorithm() + "\"");
    assertThat(text(parts[1]))
        .contains(
            "\"iss\":",
            "\"aud\":",
            "\"sub\":",
            "\"client_id\":",
            "\"iat\":",
            "\"exp\":",
            "\"jti\":",
            "\"sid\":",
            "\"auth_time\":",
            "\"acr\":",
            "\"amr\":",
            "\"realm\":",
            "\"via\":",
            "\"roles\":")
        .contains("\"exp\":" + now.plusSeconds(600).getEpochSecond())
        .doesNotContain("cnf");
  }

  @Test
  void the_forger_s_own_tokens_are_good_when_nothing_is_wrong_about_them() {
    AccessClaims claims = claims();

    assertThat(verify(forge(header(), payload(claims))).claims()).isEqualTo(claims);
  }

  @Test
  void the_name_of_a_key_is_its_thumbprint() throws GeneralSecurityException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(publicJwk().getBytes(StandardCharsets.UTF_8));

    assertThat(key().kid()).isEqualTo(base64url(digest));
  }

  @Test
  void the_key_set_holds_the_public_numbers_of_the_key() {
    String jwks = tokens().jwks(List.of(entry(key())));

    assertThat(jwks).contains("\"alg\":\"" + key().algorithm() + "\"", "\"use\":\"sig\"");
    for (String member : publicJwk().replaceAll("[{}]", "").split(",", -1)) {
      assertThat(jwks).contains(member);
    }
  }

  // ---- single defects

  @TestFactory
  Stream<DynamicTest> a_token_with_a_single_defect_in_its_header_is_refused() {
    return Stream.of(
            headers("no type", "typ", ABSENT),
            headers("the type of any JWT", "typ", "\"JWT\""),
            headers("the type of an id token", "typ", "\"id+jwt\""),
            headers("a type that only begins right", "typ", "\"at+jwt;x\""),
            headers("a type of numbers", "typ", "1"),
            headers("an empty type", "typ", "\"\""),
            headers("no kid", "kid", ABSENT),
            headers("an empty kid", "kid", "\"\""),
            headers("another kid", "kid", "\"" + base64url(new byte[32]) + "\""),
            headers("a kid of numbers", "kid", "7"),
            headers("a kid that is a path", "kid", "\"../../dev/null\""),
            headers("a kid that is null", "kid", "null"),
            headers("no algorithm", "alg", ABSENT),
            headers("algorithm none", "alg", "\"none\""),
            headers("algorithm None", "alg", "\"None\""),
            headers("an empty algorithm", "alg", "\"\""),
            headers("another algorithm of the same family", "alg", "\"ES384\""),
            headers(
                "another algorithm",
                "alg",
                key().algorithm().equals("RS256") ? "\"ES256\"" : "\"RS256\""),
            headers("an algorithm with a secret key", "alg", "\"HS256\""),
            headers(
                "the algorithm in small letters",
                "alg",
                "\"" + key().algorithm().toLowerCase(java.util.Locale.ROOT) + "\""),
            headers("something critical that nobody knows", "crit", "[\"exp\"]"),
            headers("a payload that is not encoded", "crit", "[\"b64\"]"))
        .map(wrong -> DynamicTest.dynamicTest(
            "[L25] " + wrong.what(),
            () -> assertRejected(forge(wrong.members(), payload(claims())))));
  }

  @TestFactory
  Stream<DynamicTest> a_token_with_a_single_claim_missing_or_damaged_is_refused() {
    Stream<Wrong> missing = Stream.of(
            "iss",
            "aud",
            "sub",
            "client_id",
            "iat",
            "exp",
            "jti",
            "sid",
            "auth_time",
            "acr",
            "realm",
            "via")
        .map(name -> claim("no " + name, name, ABSENT));
    Stream<Wrong> nothing = Stream.of(
            "iss", "aud", "sub", "iat", "exp", "jti", "sid", "acr", "realm", "via")
        .map(name -> claim(name + " null", name, "null"));
    Stream<Wrong> damaged = Stream.of(
        claim("exp as text", "exp", "\"" + now.plusSeconds(600).getEpochSecond() + "\""),
        claim("exp beyond all numbers", "exp", "99999999999999999999999999"),
        claim("exp as far as numbers go", "exp", "9223372036854775807"),
        claim("exp in an exponent beyond all numbers", "exp", "1e400"),
        claim("exp below zero", "exp", "-1"),
        claim("exp as a list", "exp", "[" + now.plusSeconds(600).getEpochSecond() + "]"),
        claim("exp as truth", "exp", "true"),
        claim("iat beyond all numbers", "iat", "-99999999999999999999999999"),
        claim("iat as far back as numbers go", "iat", "-9223372036854775808"),
        claim("iat as text", "iat", "\"" + now.getEpochSecond() + "\""),
        claim("iat after exp", "iat", Long.toString(now.plusSeconds(601).getEpochSecond())),
        claim("iss as a list", "iss", "[\"" + realm.issuer() + "\"]"),
        claim("an audience list without ours", "aud", "[\"https://other.example\"]"),
        claim("an empty audience list", "aud", "[]"),
        claim("aud as a number", "aud", "1"),
        claim("a sub that is no account", "sub", "\"admin\""),
        claim("an empty sub", "sub", "\"\""),
        claim("a sub that is nearly an account", "sub", "\"1-1-1-1-1\""),
        claim("a sid that is no session", "sid", "\"x\""),
        claim("an acr of nobody's", "acr", "\"aal3\""),
        claim("an acr as a number", "acr", "1"),
        claim("another realm", "realm", "\"other\""),
        claim("a realm that is no realm", "realm", "\"../shop\""),
        claim("a way of travel of nobody's", "via", "\"pigeon\""),
        claim("a way of travel in capitals", "via", "\"COOKIE\""),
        claim("roles as text", "roles", "\"USER\""),
        claim("roles as numbers", "roles", "[1]"),
        claim("a binding that is empty", "cnf", "{}"),
        claim("a binding as text", "cnf", "\"x\""));
    return Stream.of(missing, nothing, damaged)
        .flatMap(wrongs -> wrongs)
        .map(wrong -> DynamicTest.dynamicTest(
            "[L25] " + wrong.what(), () -> assertRejected(forge(header(), wrong.members()))));
  }

  @TestFactory
  Stream<DynamicTest> a_token_whose_payload_is_no_object_is_refused() {
    return Stream.of(
            "",
            "null",
            "[]",
            "1",
            "\"x\"",
            "{",
            "{}",
            "{}{}",
            json(payload(claims())) + "x",
            json(payload(claims())) + json(payload(claims())),
            "\uFEFF" + json(payload(claims())),
            "[" + json(payload(claims())) + "]",
            "{\"a\":".repeat(5000) + "1" + "}".repeat(5000))
        .map(wrong -> DynamicTest.dynamicTest("[L25] " + wrong.length() + " characters", () -> {
          assertRejected(signed(json(header()), wrong));
          assertRejected(signed(wrong, json(payload(claims()))));
        }));
  }

  @Test
  void a_token_that_says_something_twice_is_refused() {
    String twice =
        json(payload(claims())).replaceFirst("\\{", "{\"sub\":\"" + claims().subject() + "\",");

    assertRejected(signed(json(header()), twice));
    assertRejected(
        signed(json(header()).replaceFirst("\\{", "{\"alg\":\"none\","), json(payload(claims()))));
  }

  // ---- signatures

  @TestFactory
  Stream<DynamicTest> a_token_with_a_wrong_signature_is_refused() {
    String good = forge(header(), payload(claims())).reveal();
    String body = good.substring(0, good.lastIndexOf('.') + 1);
    byte[] signature = Base64.getUrlDecoder().decode(good.substring(body.length()));
    byte[] halves = new byte[signature.length];
    System.arraycopy(signature, 0, halves, signature.length / 2, signature.length / 2);
    return Stream.of(
            Map.entry("none", body),
            Map.entry("of zeros", body + base64url(new byte[signature.length])),
            Map.entry("half of zeros", body + base64url(halves)),
            Map.entry(
                "shorter by one byte",
                body + base64url(Arrays.copyOf(signature, signature.length - 1))),
            Map.entry(
                "longer by one byte",
                body + base64url(Arrays.copyOf(signature, signature.length + 1))),
            Map.entry("of another encoding", body + base64url(otherEncoding(body))),
            Map.entry("of a stranger's key", body + base64url(strangers(body))),
            Map.entry("with the public key as secret", hmac()),
            Map.entry("of another token", body + part(forge(header(), payload(claims())), 2)),
            Map.entry("padded", good + "=="),
            Map.entry(
                "in the other alphabet", body + Base64.getEncoder().encodeToString(signature)))
        .map(wrong -> DynamicTest.dynamicTest(
            "[L25] " + wrong.getKey(), () -> assertRejected(new AccessToken(wrong.getValue()))));
  }

  @Test
  void parts_of_two_good_tokens_make_no_good_one() {
    AccessToken one = sign(claims());
    AccessToken other = sign(claims());

    assertRejected(new AccessToken(part(one, 0) + "." + part(other, 1) + "." + part(one, 2)));
    assertRejected(new AccessToken(part(other, 0) + "." + part(one, 1) + "." + part(other, 2)));
  }

  @Test
  void an_encrypted_token_is_refused() {
    String header = base64url("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"typ\":\"at+jwt\",\"kid\":\""
        + key().kid() + "\"}");

    assertRejected(new AccessToken(header + ".." + base64url(new byte[12]) + "."
        + base64url(new byte[200]) + "." + base64url(new byte[16])));
  }

  @Test
  void a_token_encoded_in_another_way_is_refused() {
    String good = sign(claims()).reveal();
    String[] parts = good.split("\\.", -1);

    assertRejected(new AccessToken(parts[0] + "=." + parts[1] + "." + parts[2]));
    assertRejected(new AccessToken(parts[0] + "." + parts[1] + "==." + parts[2]));
    assertRejected(new AccessToken(parts[0] + "\n." + parts[1] + "." + parts[2]));
    assertRejected(new AccessToken(
        good.replace('-', '+').replace('_', '/') + (good.matches(".*[-_].*") ? "" : " ")));
  }

  // ---- forging

  private record Wrong(String what, Map<String, String> members) {}

  private Wrong headers(String what, String name, String json) {
    return new Wrong(what, with(header(), name, json));
  }

  private Wrong claim(String what, String name, String json) {
    return new Wrong(what, with(payload(claims()), name, json));
  }

  private static Map<String, String> with(Map<String, String> members, String name, String json) {
    Map<String, String> changed = new LinkedHashMap<>(members);
    if (json.equals(ABSENT)) {
      changed.remove(name);
    } else {
      changed.put(name, json);
    }
    return changed;
  }

  private Map<String, String> header() {
    Map<String, String> header = new LinkedHashMap<>();
    header.put("alg", "\"" + key().algorithm() + "\"");
    header.put("typ", "\"at+jwt\"");
    header.put("kid", "\"" + key().kid() + "\"");
    return header;
  }

  private static Map<String, String> payload(AccessClaims c) {
    Map<String, String> payload = new LinkedHashMap<>();
    payload.put("iss", "\"" + c.issuer() + "\"");
    payload.put("aud", "\"" + c.audience() + "\"");
    payload.put("sub", "\"" + c.subject() + "\"");
    payload.put("client_id", "\"" + c.clientId() + "\"");
    payload.put("iat", Long.toString(c.issuedAt().getEpochSecond()));
    payload.put("exp", Long.toString(c.expiresAt().getEpochSecond()));
    payload.put("jti", "\"" + c.tokenId() + "\"");
    payload.put("sid", "\"" + c.session() + "\"");
    payload.put("auth_time", Long.toString(c.authTime().getEpochSecond()));
    payload.put("acr", "\"" + c.acr().value() + "\"");
    payload.put("amr", "[\"pwd\"]");
    payload.put("realm", "\"" + c.realm() + "\"");
    payload.put("via", "\"" + c.transport().value() + "\"");
    payload.put("roles", "[\"USER\"]");
    return payload;
  }

  private AccessToken forge(Map<String, String> header, Map<String, String> payload) {
    return signed(json(header), json(payload));
  }

  /** Signs any two texts with the real key. */
  private AccessToken signed(String header, String payload) {
    String body = base64url(header) + "." + base64url(payload);
    return new AccessToken(body + "." + base64url(signature(body, privateKey(), signatureName())));
  }

  private static String json(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> "\"" + member.getKey() + "\":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private boolean rsa() {
    return key().algorithm().equals("RS256");
  }

  private String signatureName() {
    return rsa() ? "SHA256withRSA" : "SHA256withECDSAinP1363Format";
  }

  private static byte[] signature(String body, PrivateKey key, String name) {
    try {
      Signature signature = Signature.getInstance(name);
      signature.initSign(key);
      signature.update(body.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** DER where JOSE wants the bare numbers; for RSA, over another digest. */
  private byte[] otherEncoding(String body) {
    String signed = body.substring(0, body.length() - 1);
    return signature(signed, privateKey(), rsa() ? "SHA512withRSA" : "SHA256withECDSA");
  }

  private byte[] strangers(String body) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(rsa() ? "RSA" : "EC");
      generator.initialize(rsa() ? 2048 : 256);
      return signature(
          body.substring(0, body.length() - 1),
          generator.generateKeyPair().getPrivate(),
          signatureName());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String hmac() {
    try {
      String body = base64url(json(with(header(), "alg", "\"HS256\""))) + "."
          + base64url(json(payload(claims())));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(key().publicKey()), "HmacSHA256"));
      return body + "." + base64url(mac.doFinal(body.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private PrivateKey privateKey() {
    try {
      return KeyFactory.getInstance(rsa() ? "RSA" : "EC")
          .generatePrivate(new PKCS8EncodedKeySpec(key().signing().pkcs8()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The members that RFC 7638 digests, in its order. */
  private String publicJwk() {
    PublicKey read;
    try {
      read = KeyFactory.getInstance(rsa() ? "RSA" : "EC")
          .generatePublic(
              new X509EncodedKeySpec(Base64.getDecoder().decode(key().publicKey())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    if (read instanceof ECPublicKey ec) {
      String x = base64url(sized(ec.getW().getAffineX().toByteArray(), 32));
      String y = base64url(sized(ec.getW().getAffineY().toByteArray(), 32));
      return "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + x + "\",\"y\":\"" + y + "\"}";
    }
    RSAPublicKey rsaKey = (RSAPublicKey) read;
    String e = base64url(unsigned(rsaKey.getPublicExponent().toByteArray()));
    return "{\"e\":\"" + e + "\",\"kty\":\"RSA\",\"n\":\""
        + base64url(unsigned(rsaKey.getModulus().toByteArray())) + "\"}";
  }

  private static byte[] unsigned(byte[] number) {
    return number.length > 1 && number[0] == 0
        ? Arrays.copyOfRange(number, 1, number.length)
        : number;
  }

  private static byte[] sized(byte[] number, int size) {
    byte[] bare = unsigned(number);
    byte[] bytes = new byte[size];
    System.arraycopy(bare, 0, bytes, size - bare.length, bare.length);
    return bytes;
  }

  private static String part(AccessToken token, int index) {
    return token.reveal().split("\\.", -1)[index];
  }

  private static String text(String base64url) {
    return new String(Base64.getUrlDecoder().decode(base64url), StandardCharsets.UTF_8);
  }

  private static String base64url(String text) {
    return base64url(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
