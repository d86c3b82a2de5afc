package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import dev.gatehouse.telegram.OpenIdStand;
import dev.gatehouse.telegram.OpenIdStand.Fault;
import dev.gatehouse.testkit.fixture.Race;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Telegram's OpenID from outside: a server on PostgreSQL, a provider on a socket, browsers and apps between them, and whoever means ill. */
class TelegramOpenIdTest {
  private static final long BOT = 5_768_337_691L;
  private static final String SECRET = "the-secret-of-the-client";
  private static final String ONE = "/api/v1/oauth/telegram";
  private static final String NATIVE = "/api/v1/mobile/auth/telegram/oidc";
  private static final String PAGE = "https://app.example.net/back";
  private static final AtomicLong PEOPLE = new AtomicLong(System.nanoTime() >>> 20);

  private static OpenIdStand stand;
  private static Serving server;
  private static Serving other;

  @BeforeAll
  static void start() {
    stand = new OpenIdStand(BOT, SECRET, Clock.systemUTC());
    server = Serving.withTelegram(stand.issuer(), SECRET);
    other = server.beside();
  }

  @AfterAll
  static void stop() {
    other.close();
    server.close();
    stand.close();
  }

  @AfterEach
  void wellAgain() {
    stand.well().sayingAsItShould();
  }

  // ---- whoever sits somewhere

  private static String somebody() {
    return Long.toString(PEOPLE.incrementAndGet());
  }

  /** An app or program that has begun. */
  private record Begun(Reply reply) {
    static Begun app() {
      return app("?redirect_uri=" + encoded(PAGE) + "&tos_accepted=true");
    }

    static Begun app(String query) {
      return new Begun(new Call(server, "GET", ONE + "/login" + query).send().is(200));
    }

    Map<String, String> agree(String person) {
      return stand.agree(URI.create(reply.at("/authorize_url")), person);
    }

    String flow() {
      return reply.at("/flow");
    }

    String state() {
      return reply.at("/state");
    }
  }

  private static Call finish(String code, String state, String flow) {
    return finish(server, code, state, flow);
  }

  private static Call finish(Serving at, String code, String state, String flow) {
    return new Call(at, "POST", ONE + "/login/callback")
        .json("code", code, "state", state, "flow", flow);
  }

  private static Call comeBack(Begun begun, String person) {
    Map<String, String> back = begun.agree(person);
    return finish(back.get("code"), back.get("state"), begun.flow());
  }

  private static Reply signIn(String person) {
    return comeBack(Begun.app(), person).send();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  // ---- coming in

  @Test
  @DisplayName(
      "[L06] whoever comes back has an account by the numeric id, and the next time the same")
  void an_app_signs_somebody_in() {
    String person = somebody();
    Reply first = signIn(person).is(200);
    assertThat(first.json().path("is_new_user").asBoolean()).isTrue();
    assertThat(first.json().at("/user/telegram_id").asLong()).isEqualTo(Long.parseLong(person));
    assertThat(first.at("/user/linked_providers/0")).isEqualTo("telegram");

    stand.saying("sub", "\"another-sub\"");
    Reply second = signIn(person).is(200);
    assertThat(second.json().path("is_new_user").asBoolean()).isFalse();
    assertThat(second.at("/user/id")).isEqualTo(first.at("/user/id"));
    Call.get(server, "/me").bearer(second.access()).send().is(200);
  }

  @Test
  @DisplayName(
      "[L06] [L13] what an app was given is the same person, accepted once, ever, on whichever node")
  void an_app_s_own_token() {
    String person = somebody();
    Reply flow = signIn(person).is(200);
    String token = stand.idToken(person);
    Reply reply = shown(server, token).is(200);
    assertThat(reply.at("/user/id")).isEqualTo(flow.at("/user/id"));
    assertThat(reply.at("/method")).isEqualTo("telegram");
    assertThat(reply.at("/tokens/access_token")).isNotEmpty();
    shown(server, token).is(401, "IDENTITY_REJECTED");
    shown(other, token).is(401, "IDENTITY_REJECTED");

    Race.rounds(3, round -> {
      String raced = stand.idToken(person);
      List<Integer> answers =
          Race.of(6, n -> shown(n % 2 == 0 ? server : other, raced).status());
      assertThat(answers).containsOnlyOnce(200).containsOnly(200, 401);
    });
  }

  private static Reply shown(Serving at, String token) {
    return new Call(at, "POST", NATIVE)
        .json(
            "id_token",
            token,
            "tos_accepted",
            true,
            "device",
            Map.of("device_id", "d1", "platform", "ios", "device_model", "iPhone 20"))
        .send();
  }

  @Test
  @DisplayName(
      "[L14] a plain browser is sent there and back, by GET alone, and no other browser signs in by its address")
  void a_browser_without_scripts() {
    Navigator browser = new Navigator(server);
    String person = somebody();
    Reply out = browser.navigate(
        ONE + "/start?redirect=" + encoded("/shop?x=1#y") + "&tos_accepted=true", "same-origin");
    assertThat(out.is(302).cookies())
        .singleElement()
        .asString()
        .contains("__Host-main_provider_flow=", "; HttpOnly; Secure; SameSite=Lax", "Path=/;");
    URI back = URI.create(Navigator.agreed(out.header("Location").orElseThrow(), person));
    assertThat(back.toString())
        .startsWith("https://" + Serving.HOST + "/api/v1/oauth/telegram/callback?");

    String target = back.getRawPath() + "?" + back.getRawQuery();
    Reply elsewhere = new Navigator(server).navigate(target, "cross-site");
    assertThat(elsewhere.is(401, "IDENTITY_REJECTED").cookies()).isEmpty();

    Reply in = browser.navigate(target, "cross-site").is(302);
    assertThat(in.header("Location")).contains("/shop?x=1#y");
    assertThat(in.text()).isEmpty();
    assertThat(browser.cookie("access_token")).isNotEmpty();
    assertThat(browser.cookie("provider_flow")).isEmpty();
    Reply me = browser.navigate("/api/v1/auth/me", "same-origin").is(200);
    assertThat(me.json().path("telegram_id").asLong()).isEqualTo(Long.parseLong(person));
    new Navigator(server).navigate(target, "cross-site").is(401, "IDENTITY_REJECTED");
    browser.navigate(target, "cross-site").is(401, "IDENTITY_REJECTED");
  }

  @Test
  void who_is_new_and_has_not_accepted_the_terms_is_told_so_where_the_page_goes_on() {
    Navigator browser = new Navigator(server);
    Reply out = browser.navigate(ONE + "/start?tos_accepted=true", "cross-site").is(302);
    URI back = URI.create(Navigator.agreed(out.header("Location").orElseThrow(), somebody()));
    Reply in = browser
        .navigate(back.getRawPath() + "?" + back.getRawQuery(), "cross-site")
        .is(302);
    assertThat(in.header("Location"))
        .contains("/signed-in?provider=telegram&error=TERMS_NOT_ACCEPTED");
    assertThat(browser.cookie("access_token")).isEmpty();
  }

  @Test
  void who_changes_his_mind_at_the_provider_is_sent_on_and_nobody_is_signed_in() {
    Navigator browser = new Navigator(server);
    Reply out = browser.navigate(ONE + "/start?redirect=%2Fshop", "same-origin").is(302);
    String state = out.header("Location").orElseThrow().replaceAll(".*[?&]state=([^&]+).*", "$1");
    Reply in = browser
        .navigate(ONE + "/callback?error=access_denied&state=" + state, "cross-site")
        .is(302);
    assertThat(in.header("Location")).contains("/shop?error=IDENTITY_REJECTED");
    new Navigator(server)
        .navigate(ONE + "/callback?error=access_denied&state=" + state, "cross-site")
        .is(401, "IDENTITY_REJECTED");
  }

  // ---- whoever means ill

  @Test
  @DisplayName(
      "[L14] the state of another, with his code or mine, by his handle or none, is nothing")
  void the_state_of_another() {
    Begun victim = Begun.app();
    Begun attacker = Begun.app();
    Map<String, String> hers = victim.agree(somebody());
    Map<String, String> his = attacker.agree(somebody());

    finish(hers.get("code"), hers.get("state"), attacker.flow())
        .send()
        .is(401, "IDENTITY_REJECTED");
    new Call(server, "POST", ONE + "/login/callback")
        .json("code", hers.get("code"), "state", hers.get("state"))
        .send()
        .is(401, "IDENTITY_REJECTED");
    finish(his.get("code"), hers.get("state"), victim.flow()).send().is(401, "IDENTITY_REJECTED");
  }

  @Test
  @DisplayName("[L02] a state is good once, also for two callbacks at two nodes at once")
  void a_state_is_good_once() {
    String person = somebody();
    signIn(person).is(200);
    Begun begun = Begun.app();
    Map<String, String> back = begun.agree(person);
    finish(back.get("code"), back.get("state"), begun.flow()).send().is(200);
    finish(back.get("code"), back.get("state"), begun.flow()).send().is(401, "IDENTITY_REJECTED");
    finish(begun.agree(person).get("code"), back.get("state"), begun.flow())
        .send()
        .is(401, "IDENTITY_REJECTED");

    Race.rounds(3, round -> {
      Begun raced = Begun.app();
      List<String> codes =
          Stream.generate(() -> raced.agree(person).get("code")).limit(4).toList();
      List<Integer> answers = Race.of(
          4,
          n -> finish(n % 2 == 0 ? server : other, codes.get(n), raced.state(), raced.flow())
              .send()
              .status());
      assertThat(answers).containsOnlyOnce(200).containsOnly(200, 401);
    });
  }

  @TestFactory
  @DisplayName(
      "[L13] a token that says what it must not signs nobody in, by the flow and by itself")
  Stream<DynamicTest> tokens_that_are_wrong() {
    long now = Instant.now().getEpochSecond();
    return Map.of(
            "iss", "\"https://oauth.telegram.org\"",
            "aud", "\"42\"",
            "exp", Long.toString(now - 10),
            "iat", Long.toString(now + 300),
            "id", "\"None\"",
            "sub", "null",
            "nbf", Long.toString(now + 300))
        .entrySet()
        .stream()
        .map(wrong -> DynamicTest.dynamicTest("[L13] " + wrong, () -> {
          stand.sayingAsItShould().saying(wrong.getKey(), wrong.getValue());
          if (wrong.getKey().equals("exp")) {
            stand.saying("iat", Long.toString(now - 20));
          }
          signIn(somebody()).is(401, "IDENTITY_REJECTED");
          shown(server, stand.idToken(somebody())).is(401, "IDENTITY_REJECTED");
        }));
  }

  @Test
  @DisplayName("[L13] a nonce that comes back and is another's signs nobody in")
  void another_nonce() {
    stand.saying("nonce", "\"another\"");
    signIn(somebody()).is(401, "IDENTITY_REJECTED");
  }

  @Test
  @DisplayName(
      "[L13] a key that is new is fetched; keys that nobody publishes cause one fetch a minute at each node")
  void keys_turn() {
    try (Serving node = server.beside()) {
      shown(node, stand.idToken(somebody())).is(200);
      stand.rotated(true);
      long before = stand.asked(OpenIdStand.KEYS);
      String known = stand.idToken(somebody());
      shown(node, stand.idToken(somebody())).is(200);
      assertThat(stand.asked(OpenIdStand.KEYS)).isEqualTo(before + 1);

      stand.rotated(false);
      node.standStill();
      assertThat(Race.of(12, n -> shown(node, stand.idToken(somebody())).status()))
          .containsOnly(401);
      assertThat(stand.asked(OpenIdStand.KEYS)).isEqualTo(before + 1);
      node.advance(Duration.ofMinutes(1));
      for (int n = 0; n < 5; n++) {
        shown(node, stand.idToken(somebody())).is(401, "IDENTITY_REJECTED");
      }
      assertThat(stand.asked(OpenIdStand.KEYS)).isEqualTo(before + 2);
      shown(node, known).is(200);
    } finally {
      stand.rotated(true);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"ERROR", "GARBAGE", "HUGE", "HANGING_UP", "REDIRECTING", "UNAUTHORIZED"})
  @DisplayName(
      "[L43] while Telegram does not answer as it should nobody is told no, and the same callback works afterwards")
  void an_outage(Fault fault) {
    Begun begun = Begun.app();
    Call callback = comeBack(begun, somebody());
    stand.with(OpenIdStand.TOKEN, fault);
    Reply away = callback.send().is(503, "UNAVAILABLE");
    assertThat(away.header("Retry-After")).isPresent();

    stand.well();
    callback.send().is(200);
  }

  @Test
  @DisplayName("[L43] a browser that comes back while Telegram is away may come again")
  void a_browser_during_an_outage() {
    Navigator browser = new Navigator(server);
    Reply out =
        browser.navigate(ONE + "/start?tos_accepted=true", "same-origin").is(302);
    URI back = URI.create(Navigator.agreed(out.header("Location").orElseThrow(), somebody()));
    String target = back.getRawPath() + "?" + back.getRawQuery();
    stand.with(OpenIdStand.TOKEN, Fault.ERROR);
    browser.navigate(target, "cross-site").is(503, "UNAVAILABLE");
    stand.well();
    browser.navigate(target, "cross-site").is(302);
    assertThat(browser.cookie("access_token")).isNotEmpty();
  }

  @ParameterizedTest
  @DisplayName("[L17] nobody is sent back, or on, to an address that is not the realm's")
  @ValueSource(
      strings = {
        "https://evil.example.com/back",
        "//evil.example.com",
        "/\\evil.example.com",
        "\\\\evil.example.com",
        "/%2fevil.example.com",
        "/%5cevil.example.com",
        "https://app.example.net.evil.example.com",
        "https://app.example.net@evil.example.com",
        "https://app.example.net:444/back",
        "http://app.example.net/back",
        "HTTPS://app.example.net/back",
        "javascript:alert(1)",
        "data:text/html,x",
        "https:app.example.net",
        "https://spa.example.org/back",
        "/back\r\nX: y",
        " /back",
        ""
      })
  void hostile_redirects(String hostile) {
    for (String name : List.of("redirect_uri", "redirect")) {
      String query = "?" + name + "=" + encoded(hostile);
      new Call(server, "GET", ONE + "/login" + query).send().is(422, "VALUE_REJECTED");
    }
    new Call(server, "GET", ONE + "/start?redirect=" + encoded(hostile))
        .send()
        .is(422, "VALUE_REJECTED");
    new Call(server, "GET", ONE + "/login?redirect_uri=" + encoded(PAGE + "#x"))
        .send()
        .is(422, "VALUE_REJECTED");
  }

  @Test
  @DisplayName(
      "[L16] [L17] where the browser comes back is a host of the realm, whatever the client calls it; a provider of one realm is none of another")
  void hosts_and_realms() {
    Reply begun = new Call(server, "GET", ONE + "/login")
        .header("X-Forwarded-Host", "evil.example.com")
        .send()
        .is(200);
    assertThat(begun.at("/authorize_url"))
        .contains("redirect_uri=" + encoded("https://" + Serving.HOST + ONE + "/callback"));
    new Call(server, "GET", ONE + "/login").to("evil.example.com").send().is(421);
    new Call(server, "GET", ONE + "/login").to(Serving.SHOP).send().is(404, "NOT_FOUND");
    new Call(server, "GET", ONE + "/login").to(Serving.CREW).send().is(403, "PROVIDERS_SHUT");
    new Call(server, "GET", "/api/v1/oauth/nobody/login").send().is(404, "NOT_FOUND");
    Reply offered = new Call(server, "GET", "/api/v1/oauth/providers").send().is(200);
    assertThat(offered.at("/providers/0/provider")).isEqualTo("telegram");
    assertThat(offered.at("/providers/0/start_path")).isEqualTo(ONE + "/start");
    Reply none = new Call(server, "GET", "/api/v1/oauth/providers")
        .to(Serving.SHOP)
        .send()
        .is(200);
    assertThat(none.json().path("providers")).isEmpty();
  }

  @Test
  @DisplayName("[L14] a callback by another address, or said to be of another issuer, is nothing")
  void a_mix_up() {
    Begun begun = Begun.app();
    Map<String, String> back = begun.agree(somebody());
    Call elsewhere = new Call(server, "POST", ONE + "/login/callback")
        .json(
            "code", back.get("code"),
            "state", back.get("state"),
            "flow", begun.flow(),
            "redirect_uri", "https://app.example.net/other");
    elsewhere.send().is(401, "IDENTITY_REJECTED");
    new Call(server, "POST", "/api/v1/oauth/google/login/callback")
        .json("code", back.get("code"), "state", back.get("state"), "flow", begun.flow())
        .send()
        .is(401, "IDENTITY_REJECTED");
    new Call(server, "POST", ONE + "/login/callback")
        .json(
            "code", back.get("code"),
            "state", back.get("state"),
            "flow", begun.flow(),
            "iss", "https://accounts.example.com")
        .send()
        .is(401, "IDENTITY_REJECTED");
    Begun again = Begun.app();
    Map<String, String> right = again.agree(somebody());
    new Call(server, "POST", ONE + "/login/callback")
        .json(
            "code", right.get("code"),
            "state", right.get("state"),
            "flow", again.flow(),
            "iss", stand.issuer().toString(),
            "redirect_uri", PAGE)
        .send()
        .is(200);
  }

  // ---- apps that ask for a token with a nonce

  /** What of a nonce the provider is told. */
  static String inTheToken(String nonce) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(nonce.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String nonce(Serving at) {
    return new Call(at, "POST", "/api/v1/oauth/nonce").send().is(200).at("/nonce");
  }

  private static Call token(Serving at, String token, String nonce) {
    return new Call(at, "POST", ONE + "/token")
        .json("id_token", token, "nonce", nonce, "tos_accepted", true);
  }

  @Test
  @DisplayName(
      "[L13] a token is good with the nonce that it was asked for with, both once, at whichever node, and for nobody who has but one of them")
  void a_token_and_its_nonce() {
    String person = somebody();
    String nonce = nonce(server);
    String token = stand.idToken(person, inTheToken(nonce));

    token(other, token, nonce(other)).send().is(401, "IDENTITY_REJECTED");
    token(server, stand.idToken(person, nonce), nonce).send().is(401, "IDENTITY_REJECTED");
    shown(server, token).is(401, "IDENTITY_REJECTED");
    Reply first = token(other, token, nonce).send().is(200);

    assertThat(first.json().path("is_new_user").asBoolean()).isTrue();
    assertThat(first.json().at("/user/telegram_id").asLong()).isEqualTo(Long.parseLong(person));
    Call.get(server, "/me").bearer(first.access()).send().is(200);
    for (Serving at : List.of(server, other)) {
      token(at, token, nonce).send().is(401, "IDENTITY_REJECTED");
      token(at, stand.idToken(person, inTheToken(nonce)), nonce)
          .send()
          .is(401, "IDENTITY_REJECTED");
    }
    String again = nonce(server);
    assertThat(new Call(server, "POST", NATIVE)
            .json("id_token", stand.idToken(person, inTheToken(again)), "nonce", again)
            .send()
            .is(200)
            .at("/user/id"))
        .isEqualTo(first.at("/user/id"));
  }

  @Test
  @DisplayName(
      "[L02] of racing apps with one nonce, and of racing ones with one token, one is let in, on two nodes")
  void racing_tokens() {
    String person = somebody();
    signIn(person).is(200);
    Race.rounds(3, round -> {
      String nonce = nonce(server);
      List<String> tokens = Stream.generate(() -> stand.idToken(person, inTheToken(nonce)))
          .limit(4)
          .toList();
      assertThat(Race.of(
              4,
              n -> token(n % 2 == 0 ? server : other, tokens.get(n), nonce)
                  .send()
                  .status()))
          .containsOnlyOnce(200)
          .containsOnly(200, 401);
      String unbound = stand.idToken(person);
      List<String> nonces = Stream.generate(() -> nonce(other)).limit(4).toList();
      assertThat(Race.of(
              4,
              n -> token(n % 2 == 0 ? server : other, unbound, nonces.get(n))
                  .send()
                  .status()))
          .containsOnlyOnce(200)
          .containsOnly(200, 401);
    });
  }

  @Test
  @DisplayName(
      "[L13] where the provider says that its tokens hold the nonce, one without is refused; else a nonce of ours is needed all the same")
  void a_provider_that_sends_nonces_back() {
    String person = somebody();
    token(server, stand.idToken(person), "A".repeat(43)).send().is(401, "IDENTITY_REJECTED");
    token(server, stand.idToken(person), nonce(server)).send().is(200);

    stand.promisingNonces(true);
    try (Serving node = server.beside()) {
      String nonce = nonce(node);
      token(node, stand.idToken(person), nonce).send().is(401, "IDENTITY_REJECTED");
      token(node, stand.idToken(person, inTheToken(nonce)), nonce).send().is(200);
      // Telegram's SDK asks without one
      shown(node, stand.idToken(person)).is(200);
    } finally {
      stand.promisingNonces(false);
    }
  }

  @Test
  @DisplayName("[L03] [L16] a nonce of one realm is none in another, where staff get none")
  void nonces_of_realms() {
    Reply foreign =
        new Call(server, "POST", "/api/v1/oauth/nonce").to(Serving.SHOP).send().is(200);
    String nonce = foreign.at("/nonce");
    token(server, stand.idToken(somebody(), inTheToken(nonce)), nonce)
        .send()
        .is(401, "IDENTITY_REJECTED");
    new Call(server, "POST", "/api/v1/oauth/nonce")
        .to(Serving.CREW)
        .send()
        .is(403, "PROVIDERS_SHUT");
    String own = nonce(server);
    new Call(server, "POST", "/api/v1/oauth/nobody/token")
        .json("id_token", stand.idToken(somebody(), inTheToken(own)), "nonce", own)
        .send()
        .is(403, "PROVIDERS_SHUT");
    new Call(server, "POST", ONE + "/token")
        .json("id_token", stand.idToken(somebody()))
        .send()
        .is(422, "VALUE_REJECTED");
  }

  @Test
  @DisplayName(
      "[L19] [L27] a browser's page gets the session in cookies, and a foreign page nothing")
  void a_page_with_a_token() {
    String nonce = nonce(server);
    String token = stand.idToken(somebody(), inTheToken(nonce));
    token(server, token, nonce)
        .header("Origin", "https://evil.example.com")
        .send()
        .is(403);
    Reply in = token(server, token, nonce)
        .header("Origin", "https://" + Serving.HOST)
        .send()
        .is(200);
    assertThat(in.text()).doesNotContain("gtr_", "\"access_token\":\"");
    assertThat(in.cookies()).anyMatch(cookie -> cookie.contains("access_token="));
  }

  // ---- linking

  private static Reply begin(Reply in) {
    return new Call(server, "GET", ONE + "/authorize?redirect_uri=" + encoded(PAGE))
        .bearer(in.access())
        .send()
        .is(200);
  }

  private static Call link(Reply in, Reply begun, String person) {
    Map<String, String> back = stand.agree(URI.create(begun.at("/authorize_url")), person);
    return new Call(server, "POST", ONE + "/callback")
        .json("code", back.get("code"), "state", back.get("state"), "flow", begun.at("/flow"))
        .bearer(in.access());
  }

  @Test
  @DisplayName(
      "[L03] [L14] a link is finished by the account that began it, and is no sign-in, nor the other way round")
  void linking() {
    Reply in = Person.named(server).signIn();
    Reply stranger = Person.named(server).signIn();
    String person = somebody();

    link(stranger, begin(in), somebody()).send().is(401, "IDENTITY_REJECTED");
    Reply begun = begin(in);
    Map<String, String> back = stand.agree(URI.create(begun.at("/authorize_url")), somebody());
    finish(back.get("code"), back.get("state"), begun.at("/flow"))
        .send()
        .is(401, "IDENTITY_REJECTED");
    Begun toSignIn = Begun.app();
    Map<String, String> other = toSignIn.agree(somebody());
    new Call(server, "POST", ONE + "/callback")
        .json("code", other.get("code"), "state", other.get("state"), "flow", toSignIn.flow())
        .bearer(in.access())
        .send()
        .is(401, "IDENTITY_REJECTED");

    Reply linked = link(in, begin(in), person).send().is(200);
    assertThat(linked.at("/linked_providers/0")).isEqualTo("telegram");
    assertThat(signIn(person).is(200).at("/user/id")).isEqualTo(in.at("/user/id"));
    link(stranger, begin(stranger), person).send().is(409, "IDENTITY_TAKEN");

    Reply unlinked = new Call(server, "DELETE", ONE).bearer(in.access()).send().is(200);
    assertThat(unlinked.json().path("linked_providers")).isEmpty();
    new Call(server, "DELETE", ONE).bearer(in.access()).send().is(404, "NOT_FOUND");
  }

  @Test
  @DisplayName(
      "[L10] the last way in stays, and both ends of linking ask for who was recognised lately")
  void the_last_way_in_and_a_step_up() {
    Reply in = signIn(somebody()).is(200);
    new Call(server, "DELETE", ONE).bearer(in.access()).send().is(409, "LAST_WAY_IN");

    Person named = Person.named(server);
    Reply old = named.signIn();
    Reply begun = begin(old);
    new Tables(server)
        .change(
            "update gatehouse.sessions set auth_at = auth_at - interval '11 minutes' where account_id = ?",
            java.util.UUID.fromString(old.at("/user/id")));
    link(old, begun, somebody()).send().is(403, "STEP_UP_REQUIRED");
    new Call(server, "GET", ONE + "/authorize")
        .bearer(old.access())
        .send()
        .is(403, "STEP_UP_REQUIRED");
    new Call(server, "DELETE", ONE).bearer(old.access()).send().is(403, "STEP_UP_REQUIRED");
  }

  // ---- what is left of it

  @Test
  @DisplayName(
      "[L40] neither state nor code, verifier, nonce, handle or token is in any table in clear")
  void nothing_is_left_in_the_open() {
    Begun begun = Begun.app();
    Map<String, String> back = begun.agree(somebody());
    List<String> secrets = List.of(
        begun.state(),
        begun.flow(),
        back.get("code"),
        begun.reply().at("/authorize_url").replaceAll(".*[?&]nonce=([^&]+).*", "$1"));
    assertClear(secrets);
    String nonce = nonce(server);
    String token = stand.idToken(somebody(), inTheToken(nonce));
    assertClear(List.of(nonce, inTheToken(nonce)));
    token(server, token, nonce).send().is(200);
    assertClear(List.of(nonce, inTheToken(nonce), token));
    finish(back.get("code"), back.get("state"), begun.flow()).send().is(200);
    assertClear(secrets);
  }

  private static void assertClear(List<String> secrets) {
    new Tables(server)
        .everything()
        .forEach((table, rows) -> assertThat(rows)
            .as(table)
            .allSatisfy(row -> assertThat(row).doesNotContain(secrets.toArray(String[]::new))));
  }
}
