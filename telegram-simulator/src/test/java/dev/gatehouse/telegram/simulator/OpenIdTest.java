package dev.gatehouse.telegram.simulator;

import static dev.gatehouse.telegram.simulator.Stage.INES;
import static dev.gatehouse.telegram.simulator.Stage.MIRA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.auth0.jwt.interfaces.DecodedJWT;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.telegram.simulator.Stage.Reply;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Bot;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Failure;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Fault;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Person;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Settings;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenIdTest {
  /** Of RFC 7636, appendix B. */
  private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

  private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
  private static final String BACK = "http://127.0.0.1:8080/callback";

  private final Stage stage = new Stage();
  private final Bot bot = stage.bot;

  @AfterEach
  void close() {
    stage.close();
  }

  private Map<String, String> asking() {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("client_id", String.valueOf(bot.id()));
    query.put("redirect_uri", BACK);
    query.put("response_type", "code");
    query.put("scope", "openid profile");
    query.put("state", "s t&te");
    query.put("nonce", "n-1");
    query.put("code_challenge", CHALLENGE);
    query.put("code_challenge_method", "S256");
    return query;
  }

  private URI at(Map<String, String> query) {
    return stage.at("/auth?" + Proofs.query(query));
  }

  private String code(Person person) {
    return fields(stage.telegram.authorize(at(asking()), person)).get("code");
  }

  private static Map<String, String> fields(URI back) {
    return Request.form(back.getRawQuery());
  }

  private Map<String, String> redeeming(String code) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", BACK);
    form.put("code_verifier", VERIFIER);
    return form;
  }

  private Reply redeem(Map<String, String> form, String secret) throws Exception {
    String basic = Base64.getEncoder()
        .encodeToString((bot.id() + ":" + secret).getBytes(StandardCharsets.UTF_8));
    return stage.send(HttpRequest.newBuilder(stage.at("/token"))
        .header("Authorization", "Basic " + basic)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(Proofs.query(form)))
        .build());
  }

  private String idToken(Person person) throws Exception {
    return redeem(redeeming(code(person)), bot.clientSecret())
        .json()
        .path("id_token")
        .asText();
  }

  @Test
  void the_document_names_what_there_is() throws Exception {
    JsonNode document = stage.get("/.well-known/openid-configuration").json();
    String base = stage.telegram.base().toString();

    assertThat(document.path("issuer").asText()).isEqualTo(base);
    assertThat(document.path("authorization_endpoint").asText()).isEqualTo(base + "/auth");
    assertThat(document.path("token_endpoint").asText()).isEqualTo(base + "/token");
    assertThat(document.path("jwks_uri").asText()).isEqualTo(base + "/.well-known/jwks.json");
    assertThat(document.has("userinfo_endpoint")).isFalse();
    assertThat(document.path("code_challenge_methods_supported").toString())
        .isEqualTo("[\"S256\"]");
  }

  @Test
  void who_agrees_is_known_by_a_token_that_the_published_key_signed() throws Exception {
    URI back = stage.telegram.authorize(at(asking()), MIRA);
    assertThat(back.toString()).startsWith(BACK + "?");
    assertThat(fields(back)).containsEntry("state", "s t&te");
    Reply reply = redeem(redeeming(fields(back).get("code")), bot.clientSecret());
    assertThat(reply.json().path("token_type").asText()).isEqualTo("Bearer");

    DecodedJWT token = verified(reply.json().path("id_token").asText());
    assertThat(token.getAlgorithm()).isEqualTo("RS256");
    assertThat(token.getIssuer()).isEqualTo(stage.telegram.base().toString());
    assertThat(token.getAudience()).containsExactly(String.valueOf(bot.id()));
    assertThat(token.getClaim("id").asLong()).isEqualTo(MIRA.id());
    assertThat(token.getClaim("name").asString()).isEqualTo("Mira Okafor");
    assertThat(token.getClaim("preferred_username").asString()).isEqualTo("mira_okafor");
    assertThat(token.getClaim("picture").asString()).startsWith("https://");
    assertThat(token.getClaim("phone_number").isMissing()).as("not asked for").isTrue();
    assertThat(token.getClaim("nonce").isMissing())
        .as("Telegram sends none back")
        .isTrue();
    assertThat(token.getExpiresAtAsInstant()).isAfter(token.getIssuedAtAsInstant());
  }

  @Test
  void the_subject_is_never_the_number_and_another_one_for_each_bot() throws Exception {
    Bot other = stage.telegram.createBot(7_000_000_002L, "Other", "another_bot");
    String subject = JWT.decode(idToken(MIRA)).getSubject();

    assertThat(subject)
        .isNotEqualTo(String.valueOf(MIRA.id()))
        .isEqualTo(JWT.decode(idToken(MIRA)).getSubject())
        .isNotEqualTo(JWT.decode(idToken(INES)).getSubject())
        .isNotEqualTo(JWT.decode(stage.telegram.idToken(MIRA, other)).getSubject());
  }

  @ParameterizedTest
  @EnumSource
  void tokens_are_signed_the_way_that_is_chosen(TelegramSimulator.Algorithm algorithm)
      throws Exception {
    stage.telegram.signWith(algorithm);
    String token = idToken(MIRA);

    assertThat(JWT.decode(token).getAlgorithm()).isEqualTo(algorithm.jose());
    assertThat(verified(token).getClaim("id").asLong()).isEqualTo(MIRA.id());
  }

  @Test
  void a_new_key_signs_and_the_one_before_stays_published() throws Exception {
    String before = idToken(MIRA);
    stage.telegram.rotateKeys();
    String after = idToken(MIRA);

    assertThat(JWT.decode(after).getKeyId()).isNotEqualTo(JWT.decode(before).getKeyId());
    assertThat(verified(before).getClaim("id").asLong()).isEqualTo(MIRA.id());
    assertThat(verified(after).getClaim("id").asLong()).isEqualTo(MIRA.id());
    stage.telegram.rotateKeys();
    assertThat(stage.get("/.well-known/jwks.json").body())
        .doesNotContain("\"" + JWT.decode(before).getKeyId() + "\"");
  }

  @Test
  void a_nonce_comes_back_where_that_is_asked_for_and_a_phone_where_the_client_does()
      throws Exception {
    stage.telegram.echoNonce(true);
    Map<String, String> query = asking();
    query.put("scope", "openid phone");
    String code = fields(stage.telegram.authorize(at(query), MIRA)).get("code");
    DecodedJWT token = verified(
        redeem(redeeming(code), bot.clientSecret()).json().path("id_token").asText());

    assertThat(token.getClaim("nonce").asString()).isEqualTo("n-1");
    assertThat(token.getClaim("phone_number").asString()).startsWith("+888");
    assertThat(token.getClaim("name").isMissing()).isTrue();
  }

  @Test
  void an_issuer_of_another_name_is_in_the_tokens() throws Exception {
    Settings settings = Settings.of(Clock.systemUTC(), new java.security.SecureRandom()::nextBytes)
        .issuing("https://oauth.telegram.org");
    try (Stage other = new Stage(settings)) {
      assertThat(JWT.decode(other.telegram.idToken(MIRA, other.bot)).getIssuer())
          .isEqualTo("https://oauth.telegram.org");
      assertThat(other
              .get("/.well-known/openid-configuration")
              .json()
              .path("token_endpoint")
              .asText())
          .startsWith("http://127.0.0.1:");
    }
  }

  @Test
  void a_code_is_good_once() throws Exception {
    Map<String, String> form = redeeming(code(MIRA));
    assertThat(redeem(form, bot.clientSecret()).status()).isEqualTo(200);
    assertThat(redeem(form, bot.clientSecret()).body()).isEqualTo("{\"error\":\"invalid_grant\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "code_verifier, dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl, invalid_grant",
    "code_verifier, '', invalid_grant",
    "redirect_uri, http://127.0.0.1:8080/other, invalid_grant",
    "code, nonsense, invalid_grant",
    "grant_type, password, unsupported_grant_type"
  })
  void what_does_not_fit_the_code_is_refused_and_spends_it(String field, String value, String error)
      throws Exception {
    String code = code(MIRA);
    Map<String, String> form = redeeming(code);
    form.put(field, value);
    Reply reply = redeem(form, bot.clientSecret());

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("error").asText()).isEqualTo(error);
    assertThat(redeem(redeeming(code), bot.clientSecret()).status())
        .isEqualTo(form.get("code").equals(code) && error.equals("invalid_grant") ? 400 : 200);
  }

  @Test
  void a_client_is_known_by_its_secret_and_redeems_its_own_codes() throws Exception {
    Bot other = stage.telegram.createBot(7_000_000_002L, "Other", "another_bot");
    Map<String, String> form = redeeming(code(MIRA));
    Reply wrong = redeem(form, other.clientSecret());
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.json().path("error").asText()).isEqualTo("invalid_client");
    assertThat(wrong.header("WWW-Authenticate")).startsWith("Basic");

    String basic = Base64.getEncoder()
        .encodeToString((other.id() + ":" + other.clientSecret()).getBytes(StandardCharsets.UTF_8));
    Reply stolen = stage.send(HttpRequest.newBuilder(stage.at("/token"))
        .header("Authorization", "Basic " + basic)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(Proofs.query(form)))
        .build());
    assertThat(stolen.json().path("error").asText()).isEqualTo("invalid_grant");
  }

  @ParameterizedTest
  @CsvSource({
    "client_id, 1",
    "redirect_uri, https://elsewhere.example/callback",
    "redirect_uri, http://127.0.0.1.elsewhere.example/",
    "redirect_uri, javascript:alert(1)"
  })
  void nobody_is_sent_back_to_where_the_bot_is_not_at_home(String field, String value)
      throws Exception {
    Map<String, String> query = asking();
    query.put(field, value);
    assertThatThrownBy(() -> stage.telegram.authorize(at(query), MIRA))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(stage.send(HttpRequest.newBuilder(at(query)).build()).status()).isEqualTo(400);
  }

  @Test
  void where_urls_are_named_only_these_are_taken() {
    Bot strict = stage.telegram.add(
        Bot.of("9000001:AA", "Strict", "strict_bot").allowing("https://id.example.com/callback"));
    assertThat(strict.mayReturnTo("https://id.example.com/callback")).isTrue();
    assertThat(strict.mayReturnTo("https://id.example.com/callback/x")).isFalse();
    assertThat(strict.mayReturnTo(BACK)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "response_type, token, unsupported_response_type",
    "scope, profile, invalid_scope",
    "scope, openid email, invalid_scope",
    "code_challenge, '', invalid_request",
    "code_challenge_method, plain, invalid_request"
  })
  void what_the_client_does_wrong_it_is_told(String field, String value, String error) {
    Map<String, String> query = asking();
    query.put(field, value);
    Map<String, String> back = fields(stage.telegram.authorize(at(query), MIRA));
    assertThat(back).containsEntry("error", error).containsEntry("state", "s t&te");
  }

  @Test
  void a_bot_may_write_to_who_has_agreed_to_that() throws Exception {
    String hello = "{'chat_id': " + MIRA.id() + ", 'text': 'hello'}";
    stage.telegram.authorize(at(asking()), MIRA);
    assertThat(stage.call("sendMessage", hello).description()).contains("can't initiate");

    Map<String, String> query = asking();
    query.put("scope", "openid telegram:bot_access");
    assertThat(stage.get("/auth?" + Proofs.query(query)).body()).contains("may write to you");
    stage.telegram.authorize(at(query), MIRA);

    assertThat(stage.call("sendMessage", hello).json().path("ok").asBoolean()).isTrue();
  }

  @Test
  void who_changes_their_mind_goes_back_without_a_code() {
    assertThat(fields(stage.telegram.deny(at(asking()))))
        .containsEntry("error", "access_denied")
        .doesNotContainKey("code");
  }

  @ParameterizedTest
  @ValueSource(strings = {"discovery", "jwks", "token"})
  void it_fails_as_it_is_told_to(String what) throws Exception {
    stage.telegram.fail(bot, Failure.of(Fault.SERVER_ERROR, 1).on(what));
    Map<String, String> paths =
        Map.of("discovery", "/.well-known/openid-configuration", "jwks", "/.well-known/jwks.json");
    int first = what.equals("token")
        ? redeem(redeeming("x"), bot.clientSecret()).status()
        : stage.get(paths.get(what)).status();
    assertThat(first).isEqualTo(500);
    int second = what.equals("token")
        ? redeem(redeeming("x"), bot.clientSecret()).status()
        : stage.get(paths.get(what)).status();
    assertThat(second).isNotEqualTo(500);
  }

  /** By the keys that are published now, with java-jwt where it knows the algorithm. */
  private DecodedJWT verified(String token) throws Exception {
    DecodedJWT decoded = JWT.decode(token);
    JsonNode jwk = StreamSupport.stream(
            stage.get("/.well-known/jwks.json").json().path("keys").spliterator(), false)
        .filter(key -> key.path("kid").asText().equals(decoded.getKeyId()))
        .findFirst()
        .orElseThrow();
    switch (jwk.path("kty").asText()) {
      case "RSA" ->
        JWT.require(Algorithm.RSA256((RSAPublicKey) rsa(jwk), null)).build().verify(token);
      case "EC" ->
        JWT.require(Algorithm.ECDSA256((ECPublicKey) ec(jwk), null)).build().verify(token);
      default -> assertThat(edVerifies(jwk, token)).isTrue();
    }
    return decoded;
  }

  private static BigInteger number(JsonNode jwk, String name) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.path(name).asText()));
  }

  private static PublicKey rsa(JsonNode jwk) throws Exception {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
  }

  private static PublicKey ec(JsonNode jwk) throws Exception {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(
            new ECPoint(number(jwk, "x"), number(jwk, "y")),
            parameters.getParameterSpec(ECParameterSpec.class)));
  }

  private static boolean edVerifies(JsonNode jwk, String token) throws Exception {
    byte[] prefix = HexFormat.of().parseHex("302a300506032b6570032100");
    byte[] x = Base64.getUrlDecoder().decode(jwk.path("x").asText());
    byte[] encoded = Arrays.copyOf(prefix, prefix.length + x.length);
    System.arraycopy(x, 0, encoded, prefix.length, x.length);
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    int dot = token.lastIndexOf('.');
    verifier.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
    return verifier.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)));
  }
}
