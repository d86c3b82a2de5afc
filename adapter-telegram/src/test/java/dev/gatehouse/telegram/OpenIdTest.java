package dev.gatehouse.telegram;

import static dev.gatehouse.telegram.Forge.BOT;
import static dev.gatehouse.telegram.Forge.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ShownProof;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.port.IdentityProofs;
import dev.gatehouse.port.IdentityProofs.Verdict;
import dev.gatehouse.port.IdentityProviders.Errand;
import dev.gatehouse.port.IdentityProviders.Returned;
import dev.gatehouse.port.Outage;
import dev.gatehouse.telegram.Forge.Signer;
import dev.gatehouse.telegram.OpenIdStand.Fault;
import dev.gatehouse.telegram.Telegram.ClientSecret;
import dev.gatehouse.telegram.Telegram.OpenId;
import dev.gatehouse.telegram.Telegram.OpenIds;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Telegram's OpenID over a socket, with everything wrong about it that can be. */
class OpenIdTest {
  private static final RealmKey REALM = new RealmKey("customers");
  private static final String SECRET = "the-secret-of-the-client";
  private static final Duration PATIENCE = Duration.ofMillis(1500);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final OpenIdStand stand = new OpenIdStand(BOT, SECRET, Clock.fixed(NOW, ZoneOffset.UTC));
  private final OpenIds providers = providers();

  private OpenIds providers() {
    return providers(client(false));
  }

  private static OpenIds providers(OpenId client) {
    return OpenIds.of(Map.of(REALM, client), CLIENT, PATIENCE);
  }

  /** @param writes whether the bot wants to write to people */
  private OpenId client(boolean writes) {
    return new OpenId(
        stand.issuer(), List.of(Forge.BOT), Optional.of(new ClientSecret(SECRET)), writes);
  }

  @AfterEach
  void stop() {
    stand.close();
  }

  // ---- the flow

  @Test
  void a_bot_that_talks_here_asks_whether_it_may() {
    assertThat(scope(client(false))).isEqualTo("openid+profile");
    assertThat(scope(client(true))).isEqualTo("openid+profile+telegram%3Abot_access");
  }

  private static String scope(OpenId client) {
    String address = providers(client).address(REALM, Telegram.PROVIDER, errand(), NOW);
    return address.replaceAll(".*[?&]scope=([^&]*).*", "$1");
  }

  @Test
  @DisplayName("[L06] the claim id says who; the subject is another name of the same person")
  void who_comes_back() {
    Verdict verdict = comeBack(providers, "279058397", NOW);

    assertThat(verdict).isInstanceOf(Verdict.Proven.class);
    ProvenIdentity person = ((Verdict.Proven) verdict).proof().person();
    assertThat(person.all())
        .containsExactly(
            new Identity(Telegram.PROVIDER, "279058397"),
            new Identity(Telegram.subjects(Forge.BOT), "sub-of-279058397"));
    assertThat(person.profile().displayName()).contains("Person 279058397");
    assertThat(stand.asked("/userinfo")).isZero();
  }

  @Test
  @DisplayName("[L13] a nonce that comes back has to be ours; Telegram may leave it out")
  void the_nonce() {
    assertThat(flaw(comeBack(providers, "1", NOW))).isEmpty();
    stand.sendingTheNonceBack();
    assertThat(flaw(comeBack(providers, "1", NOW))).isEmpty();
    stand.saying("nonce", "\"another\"");
    assertThat(flaw(comeBack(providers, "1", NOW))).isEqualTo("OTHER_NONCE");
  }

  @Test
  @DisplayName(
      "[L13] a provider that says that its tokens hold the nonce is taken at its word: one without is not ours")
  void the_nonce_that_was_promised() {
    stand.promisingNonces(true);
    assertThat(flaw(comeBack(providers, "1", NOW))).isEqualTo("OTHER_NONCE");
    stand.sendingTheNonceBack();
    assertThat(flaw(comeBack(providers, "1", NOW))).isEmpty();
  }

  @TestFactory
  @DisplayName("[L13] what the token says and must not is refused, whichever way it came")
  Stream<DynamicTest> what_it_must_not_say() {
    long now = NOW.getEpochSecond();
    return Map.of(
            "iss \"https://oauth.telegram.org\"",
            "OTHER_ISSUER",
            "aud \"42\"",
            "OTHER_AUDIENCE",
            "aud [\"" + BOT + "\",\"42\"]",
            "OTHER_AUDIENCE",
            "exp " + now,
            "MALFORMED",
            "iat " + (now + 61),
            "FROM_THE_FUTURE",
            "iat " + (now - 90_000),
            "STALE",
            "id \"None\"",
            "NOBODY",
            "id ",
            "NOBODY",
            "sub \"null\"",
            "NOBODY",
            "sub ",
            "NOBODY")
        .entrySet()
        .stream()
        .map(wrong -> DynamicTest.dynamicTest("[L13] " + wrong.getKey(), () -> {
          String[] claim = wrong.getKey().split(" ", 2);
          stand.sayingAsItShould().saying(claim[0], claim[1]);
          assertThat(flaw(comeBack(providers, "1", NOW))).isEqualTo(wrong.getValue());
          assertThat(flaw(show(stand.idToken("1"), NOW))).isEqualTo(wrong.getValue());
        }));
  }

  @Test
  @DisplayName(
      "[L13] a token by another key of that name, or by another algorithm than its key's, is refused")
  void another_key() {
    Signer real = Signer.ec("the-key");
    stand.signing(real, real);
    assertThat(flaw(comeBack(providers, "1", NOW))).isEmpty();
    stand.signing(Signer.ec("the-key"), real);
    assertThat(flaw(comeBack(providers, "1", NOW))).isEqualTo("FORGED");
    stand.signing(Signer.rsa("the-key"), real);
    assertThat(flaw(comeBack(providers, "1", NOW))).isEqualTo("OTHER_ALGORITHM");
  }

  static Stream<Signer> signers() {
    return Stream.of(Signer.rsa("r"), Signer.ec("e"), Signer.ed("d"));
  }

  @ParameterizedTest
  @MethodSource("signers")
  void each_kind_of_key_that_is_published_is_read(Signer signer) {
    stand.signing(signer, signers().toArray(Signer[]::new));
    stand.signing(signer, signer);
    assertThat(flaw(comeBack(providers, "1", NOW))).isEmpty();
  }

  @Test
  @DisplayName(
      "[L14] who says that another provider has sent the browser is refused before the code is shown to anybody")
  void another_issuer() {
    Errand errand = errand();
    String code = code(providers.address(REALM, Telegram.PROVIDER, errand, NOW), "1");
    assertThat(flaw(redeem(
            providers, errand, new Returned(code, Optional.of("https://oauth.telegram.org")), NOW)))
        .isEqualTo("OTHER_ISSUER");
    assertThat(stand.asked(OpenIdStand.TOKEN)).isZero();
    assertThat(flaw(redeem(
            providers, errand, new Returned(code, Optional.of(stand.issuer().toString())), NOW)))
        .isEmpty();
  }

  @Test
  void without_a_secret_nobody_is_sent_and_what_apps_were_given_counts_of_every_bot() {
    OpenIds apps = OpenIds.of(
        Map.of(
            REALM,
            new OpenId(stand.issuer(), List.of(7L, BOT), Optional.empty(), false),
            new RealmKey("other"),
            new OpenId(stand.issuer(), List.of(7L), Optional.empty(), false)),
        CLIENT,
        PATIENCE);
    assertThat(apps.at(REALM)).isEmpty();
    assertThatThrownBy(() -> apps.address(REALM, Telegram.PROVIDER, errand(), NOW))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(redeem(apps, errand(), new Returned("x", Optional.empty()), NOW))
        .isEqualTo(new Verdict.Unasked());
    assertThat(flaw(show(apps, stand.idToken("1"), NOW))).isEmpty();
    assertThat(flaw(show(apps, stand.foreignToken("1"), NOW))).isEqualTo("OTHER_AUDIENCE");
    assertThat(flaw(Telegram.proofs(Map.of(), apps)
            .check(
                new RealmKey("other"),
                new ShownProof(
                    Telegram.PROVIDER, "id_token", Map.of("id_token", stand.idToken("1"))),
                NOW)))
        .isEqualTo("OTHER_AUDIENCE");
    assertThat(flaw(Telegram.proofs(Map.of(), OpenIds.NONE)
            .check(
                REALM,
                new ShownProof(
                    Telegram.PROVIDER, "id_token", Map.of("id_token", stand.idToken("1"))),
                NOW)))
        .isEqualTo("UNASKED");
  }

  @ParameterizedTest
  @DisplayName("[L13] for what is no token nobody is asked")
  @ValueSource(strings = {"", "none", "a.b.c", "e30.e30", "e30.e30.e30.e30", "e30.e30.=="})
  void what_is_no_token(String text) {
    assertThat(flaw(show(text, NOW))).isEqualTo("MALFORMED");
    assertThat(flaw(show("e30.e30." + "A".repeat(9000), NOW))).isEqualTo("TOO_LARGE");
    assertThat(stand.asked(OpenIdStand.DISCOVERY)).isZero();
    assertThat(stand.asked(OpenIdStand.KEYS)).isZero();
  }

  // ---- outages

  @ParameterizedTest
  @EnumSource(Fault.class)
  @DisplayName(
      "[L43] whatever goes wrong with a code's redemption is an outage in time, and never a no")
  void the_token_endpoint_fails(Fault fault) {
    Errand errand = errand();
    String code = code(providers.address(REALM, Telegram.PROVIDER, errand, NOW), "1");
    stand.with(OpenIdStand.TOKEN, fault);
    assertOutage(() -> redeem(providers, errand, new Returned(code, Optional.empty()), NOW));

    stand.well();
    assertThat(flaw(redeem(providers, errand, new Returned(code, Optional.empty()), NOW)))
        .as("the code was not used up")
        .isEmpty();
    assertThat(stand.asked("/elsewhere")).isZero();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  @DisplayName("[L43] no discovery document: no address, and no request more until it is worth it")
  void discovery_fails(Fault fault) {
    stand.with(OpenIdStand.DISCOVERY, fault);
    for (int n = 0; n < 3; n++) {
      assertOutage(() -> providers.address(REALM, Telegram.PROVIDER, errand(), NOW));
    }
    // the JDK asks once more by itself where a connection breaks before there is an answer
    assertThat(stand.asked(OpenIdStand.DISCOVERY)).isLessThanOrEqualTo(2);

    stand.well();
    assertThat(providers.address(REALM, Telegram.PROVIDER, errand(), NOW.plus(Wire.SOON)))
        .contains("code_challenge_method=S256");
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  @DisplayName("[L43] no keys: the code is not used up, and nobody is refused")
  void the_keys_fail(Fault fault) {
    Errand errand = errand();
    String code = code(providers.address(REALM, Telegram.PROVIDER, errand, NOW), "1");
    stand.with(OpenIdStand.KEYS, fault);
    assertOutage(() -> redeem(providers, errand, new Returned(code, Optional.empty()), NOW));
    assertThat(stand.asked(OpenIdStand.TOKEN)).isZero();

    stand.well();
    assertThat(flaw(
            redeem(providers, errand, new Returned(code, Optional.empty()), NOW.plus(Wire.SOON))))
        .isEmpty();
  }

  @Test
  @DisplayName(
      "[L43] while Telegram is away, what it published goes on to count, and for two days at most")
  void published_things_are_gone_on_with() {
    stand.caching("max-age=0");
    assertThat(flaw(show(stand.idToken("1"), NOW))).isEmpty();
    stand.with(OpenIdStand.KEYS, Fault.ERROR).with(OpenIdStand.DISCOVERY, Fault.HANGING_UP);
    Instant later = NOW.plus(Duration.ofHours(23));
    assertThat(flaw(show(stand.idToken("1"), later))).isEqualTo("STALE");
    assertThat(providers.address(REALM, Telegram.PROVIDER, errand(), later)).contains("/auth?");

    Instant muchLater = NOW.plus(Duration.ofHours(48));
    assertOutage(() -> show(stand.idToken("1"), muchLater));
    assertOutage(() -> providers.address(REALM, Telegram.PROVIDER, errand(), muchLater));
  }

  @Test
  void what_is_published_is_asked_for_as_often_as_it_says_within_limits() {
    stand.caching("public, max-age=600");
    show(stand.idToken("1"), NOW);
    show(stand.idToken("1"), NOW.plusSeconds(599));
    assertThat(stand.asked(OpenIdStand.KEYS)).isEqualTo(1);
    show(stand.idToken("1"), NOW.plusSeconds(600));
    assertThat(stand.asked(OpenIdStand.KEYS)).isEqualTo(2);

    for (String never : List.of("no-store", "max-age=1, no-cache", "max-age=0")) {
      stand.caching(never);
      OpenIds fresh = providers();
      long before = stand.asked(OpenIdStand.KEYS);
      for (int second = 0; second < 60; second += 10) {
        show(fresh, stand.idToken("1"), NOW.plusSeconds(second));
      }
      assertThat(stand.asked(OpenIdStand.KEYS)).as(never).isEqualTo(before + 1);
      show(fresh, stand.idToken("1"), NOW.plusSeconds(60));
      assertThat(stand.asked(OpenIdStand.KEYS)).as(never).isEqualTo(before + 2);
    }
    stand.caching("max-age=999999999");
    OpenIds fresh = providers();
    show(fresh, stand.idToken("1"), NOW);
    long before = stand.asked(OpenIdStand.KEYS);
    show(fresh, stand.idToken("1"), NOW.plus(Duration.ofHours(24)));
    assertThat(stand.asked(OpenIdStand.KEYS)).isEqualTo(before + 1);
  }

  // ---- keys turn

  @Test
  @DisplayName("[L13] a key that was published since is fetched, and the token taken")
  void keys_turn() {
    assertThat(flaw(show(stand.idToken("1"), NOW))).isEmpty();
    stand.rotated(true);
    assertThat(flaw(show(stand.idToken("1"), NOW))).isEmpty();
    assertThat(stand.asked(OpenIdStand.KEYS)).isEqualTo(2);
  }

  @Test
  @DisplayName("[L13] unknown keys, however many and at once, cause one fetch a minute")
  void unknown_keys_cause_one_fetch_a_minute() {
    String good = stand.idToken("1");
    assertThat(flaw(show(good, NOW))).isEmpty();
    stand.rotated(false);
    for (int minute = 0; minute < 3; minute++) {
      Instant at = NOW.plus(Duration.ofMinutes(minute));
      List<String> flaws =
          Race.of(24, n -> flaw(show(stand.idToken("1"), at.plusSeconds(n * 59L / 23))));
      assertThat(flaws).containsOnly("UNKNOWN_KEY");
      assertThat(stand.asked(OpenIdStand.KEYS)).isEqualTo(2 + minute);
    }
    assertThat(flaw(show(good, NOW.plusSeconds(180))))
        .as("the others are taken all the while")
        .isEmpty();
  }

  @Test
  @DisplayName(
      "[L13] [L43] an unknown key while the keys can not be had is no forgery, and is asked for once a minute all the same")
  void an_unknown_key_while_the_keys_are_away() {
    assertThat(flaw(show(stand.idToken("1"), NOW))).isEmpty();
    stand.rotated(true).with(OpenIdStand.KEYS, Fault.ERROR);
    for (int n = 0; n < 3; n++) {
      assertOutage(() -> show(stand.idToken("1"), NOW.plusSeconds(59)));
    }
    assertThat(stand.asked(OpenIdStand.KEYS)).isEqualTo(2);
    stand.well();
    assertOutage(() -> show(stand.idToken("1"), NOW.plusSeconds(118)));
    assertThat(flaw(show(stand.idToken("1"), NOW.plusSeconds(119)))).isEmpty();
  }

  @Test
  @DisplayName(
      "[L13] [L43] strangers who show unknown keys all the time have no genuine token refused whose key is new: it is an outage until the keys may be asked for")
  void strangers_do_not_keep_a_new_key_unknown() {
    assertThat(flaw(show(stand.idToken("1"), NOW))).isEmpty();
    stand.rotated(false);
    assertThat(flaw(show(stand.idToken("1"), NOW.plusSeconds(1)))).isEqualTo("UNKNOWN_KEY");
    stand.rotated(true);

    assertOutage(() -> comeBack(providers, "1", NOW.plusSeconds(30)));
    assertThat(flaw(show(stand.idToken("1"), NOW.plusSeconds(30))))
        .as("shown by anybody")
        .isEqualTo("UNKNOWN_KEY");
    assertThat(stand.asked(OpenIdStand.KEYS))
        .as("and all of them cause one fetch")
        .isEqualTo(2);
    assertThat(flaw(comeBack(providers, "1", NOW.plusSeconds(61)))).isEmpty();
    assertThat(stand.asked(OpenIdStand.KEYS)).isEqualTo(3);
  }

  @Test
  @DisplayName(
      "[L25] keys that do not sign, are weak, of other kinds, or say another algorithm are passed over")
  void keys_that_are_none() {
    Signer good = Signer.ec("good");
    String jwk = OpenIdStand.jwk(good);
    String set = Stream.of(
            jwk,
            jwk.replace("\"sig\"", "\"enc\"").replace("good", "a"),
            jwk.replace("ES256", "RS256").replace("good", "b"),
            jwk.replace("P-256", "P-384").replace("good", "c"),
            jwk.replace("\"x\":\"", "\"x\":\"AA").replace("good", "d"),
            "{\"kty\":\"oct\",\"kid\":\"e\",\"k\":\"c2VjcmV0\"}",
            "{\"kty\":\"RSA\",\"kid\":\"f\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
            "{\"kty\":\"RSA\",\"kid\":\"g\",\"n\":\"" + "_".repeat(2000) + "\",\"e\":\"AQAB\"}",
            jwk.replace("\"kid\":\"good\"", "\"kid\":\"\""),
            "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"kid\":\"h\",\"x\":\"" + "A".repeat(43) + "\"}",
            "7")
        .reduce((one, other) -> one + "," + other)
        .map(all -> "{\"keys\":[" + all + "]}")
        .orElseThrow();

    assertThat(KeySet.read(Json.parse(set)))
        .extracting(Telegram.ProviderKey::kid)
        .containsExactly("good");
    assertThat(KeySet.read(Json.parse(set)).get(0).key()).isEqualTo(good.pair().getPublic());
  }

  // ---- where it leads

  @ParameterizedTest
  @DisplayName("[L17] a discovery document that leads anywhere but to the issuer is not followed")
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest",
        "https://oauth.telegram.org/token",
        "file:///etc/passwd",
        "//127.0.0.1/x",
        "http://127.0.0.1/x",
        "http://a@ISSUER/x",
        "https://ISSUER/x",
        "http://ISSUER.example.com/x",
        "http://ISSUER/x#y",
        "/x",
        "not an address",
        ""
      })
  void endpoints_elsewhere(String there) {
    String address = there.replace("ISSUER", stand.issuer().getAuthority());
    for (String name : List.of("authorization_endpoint", "token_endpoint", "jwks_uri")) {
      stand.discovering("authorization_endpoint", stand.issuer() + "/auth");
      stand.discovering("token_endpoint", stand.issuer() + "/token");
      stand.discovering("jwks_uri", stand.issuer() + "/.well-known/jwks.json");
      stand.discovering(name, address);
      OpenIds fresh = providers();
      assertOutage(() -> fresh.address(REALM, Telegram.PROVIDER, errand(), NOW));
      assertOutage(() -> show(fresh, stand.idToken("1"), NOW));
    }
  }

  @Test
  @DisplayName("[L14] the discovery document of another issuer is none")
  void another_issuer_s_document() {
    stand.discovering("issuer", "https://oauth.telegram.org");
    assertOutage(() -> providers.address(REALM, Telegram.PROVIDER, errand(), NOW));
  }

  @ParameterizedTest
  @DisplayName("[L17] an issuer is https, or on loopback, and nothing but an origin")
  @ValueSource(
      strings = {
        "http://oauth.telegram.org",
        "https://oauth.telegram.org/",
        "https://oauth.telegram.org/x",
        "https://a@oauth.telegram.org",
        "https://oauth.telegram.org?x",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "ftp://localhost",
        "https://oauth.telegram.org:65536",
        "http://127.0.0.1:0",
        "oauth.telegram.org"
      })
  void issuers_that_are_none(String issuer) {
    assertThatThrownBy(() -> new OpenId(URI.create(issuer), List.of(BOT), Optional.empty(), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(issuer);
  }

  @Test
  void a_client_that_follows_redirects_is_refused() {
    HttpClient follows =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    Map<RealmKey, OpenId> realms = Map.of(REALM, client(false));
    assertThatThrownBy(() -> OpenIds.of(realms, follows))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("[L40] a client's secret is printed nowhere, and in no message")
  void the_secret_is_not_printed() {
    assertThat(client(false).toString()).doesNotContain(SECRET);
    assertThatThrownBy(() -> new ClientSecret("not one"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("not one");
    stand.with(OpenIdStand.TOKEN, Fault.UNAUTHORIZED);
    Errand errand = errand();
    String code = code(providers.address(REALM, Telegram.PROVIDER, errand, NOW), "1");
    assertThatThrownBy(() -> redeem(providers, errand, new Returned(code, Optional.empty()), NOW))
        .isInstanceOf(Outage.class)
        .hasStackTraceContaining("id or secret is not accepted")
        .satisfies(thrown -> assertThat(String.valueOf(thrown.getCause()))
            .doesNotContain(SECRET, code, errand.verifier().reveal()));
  }

  // ---- what stands around

  private static Errand errand() {
    return new Errand("https://id.example.com/back?x=1&y", text(), text(), text());
  }

  private static SecretText text() {
    return SecretText.fresh(Purpose.Form.LINK, Fixtures.bytes(SecretText.LINK_BYTES));
  }

  private String code(String address, String id) {
    return stand.agree(URI.create(address), id).getOrDefault("code", "");
  }

  private static Verdict redeem(OpenIds at, Errand errand, Returned returned, Instant now) {
    return at.redeem(REALM, Telegram.PROVIDER, errand, returned, now);
  }

  private Verdict comeBack(OpenIds at, String id, Instant now) {
    Errand errand = errand();
    String code = code(at.address(REALM, Telegram.PROVIDER, errand, now), id);
    return redeem(at, errand, new Returned(code, Optional.empty()), now);
  }

  private Verdict show(String token, Instant now) {
    return show(providers, token, now);
  }

  private static Verdict show(OpenIds at, String token, Instant now) {
    IdentityProofs proofs = Telegram.proofs(Map.of(), at);
    return proofs.check(
        REALM, new ShownProof(Telegram.PROVIDER, "id_token", Map.of("id_token", token)), now);
  }

  private static String flaw(Verdict verdict) {
    return verdict.match(proven -> "", Verdict.Refused::flaw, () -> "UNASKED");
  }

  private static void assertOutage(Runnable call) {
    long began = System.nanoTime();
    assertThatThrownBy(call::run).isInstanceOf(Outage.class);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE.multipliedBy(4));
  }
}
