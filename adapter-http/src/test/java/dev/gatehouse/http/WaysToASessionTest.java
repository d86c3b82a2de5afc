package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Vouched;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every way to a session that the table has, found by what its success may answer; {@link Conformity} sees to it that none sets tokens as cookies
 * whose answer has no place for them. Each is driven here for an account that has a second factor; a way that is not fails the build. Accounts that must not be used are in {@link DoorLawsTest}.
 */
class WaysToASessionTest {
  private Node node;

  /** Where the first factor of an account is shown, rightly. */
  private final Map<String, Function<House.Person, Call>> firstFactors = new HashMap<>();

  /** What goes on with a session or ticket there is already, and where {@code CompletionLaws} and {@code FactorLaws} stand guard. */
  private static final Set<String> GOING_ON =
      Set.of("POST /api/v1/auth/refresh", "POST /api/v1/2fa/complete", "POST /api/v1/2fa/verify");

  /** Where an account is made, which has no second factor yet. */
  private static final Set<String> BEGINNING =
      Set.of("POST /api/v1/auth/verify-otp", "POST /api/v1/auth/verify-email");

  /** Where a browser is signed in that is sent on: tried in {@link ProvidersOverHttpTest}. */
  private static final Set<String> NAVIGATIONS = Set.of("GET /api/v1/oauth/{provider}/callback");

  @BeforeEach
  void start() {
    node = Node.production();
    firstFactors.put(
        "POST /api/v1/auth/login",
        person -> node.post(
            "/login",
            "login_or_email",
            person.username().value(),
            "password",
            new String(person.password().utf8(), StandardCharsets.UTF_8)));
    firstFactors.put(
        "POST /api/v1/auth/magic-link/verify",
        person ->
            node.post("/magic-link/verify", "flow", asked(person), "token", said(person, "token")));
    firstFactors.put(
        "POST /api/v1/auth/magic-link/verify-otp",
        person -> node.post(
            "/magic-link/verify-otp",
            "flow",
            asked(person),
            "email",
            address(person).value(),
            "code",
            said(person, "code")));
    firstFactors.put(
        "POST /api/v1/auth/telegram/miniapp",
        person -> node.post("/telegram/miniapp", "init_data", telegram(person).initData()));
    firstFactors.put(
        "POST /api/v1/auth/telegram/web",
        person -> node.post("/telegram/web").body(telegram(person).web()));
    firstFactors.put(
        "POST /api/v1/mobile/auth/telegram/callback",
        person -> node.call("POST", "/api/v1/mobile/auth/telegram/callback")
            .body(telegram(person).mobile()));
    firstFactors.put(
        "POST /api/v1/mobile/auth/telegram/oidc",
        person -> node.call("POST", "/api/v1/mobile/auth/telegram/oidc")
            .body(telegram(person).openId()));
    firstFactors.put("POST /api/v1/oauth/{provider}/token", person -> {
      String nonce = node.call("POST", Routes.OAUTH + "/nonce").send().is(200).at("/nonce");
      return node.call("POST", Routes.OAUTH + "/telegram/token")
          .body(telegram(person).openId("nonce", nonce));
    });
    firstFactors.put("POST /api/v1/oauth/{provider}/login/callback", person -> {
      String one = Routes.OAUTH + "/" + Vouched.PROVIDER + "/login";
      Reply sent = node.call("GET", one).send().is(200);
      Vouched ada = Vouched.ownerOf(node.house, person.account());
      String code = node.house.providers().agree(sent.at("/authorize_url"), ada.person());
      return node.call("POST", one + "/callback")
          .json("code", code, "state", sent.at("/state"), "flow", sent.at("/flow"));
    });
    firstFactors.put("POST /api/v1/oauth/telegram/magic-link/status", person -> {
      Reply begun = node.call("POST", AtTelegram.HANDSHAKE).send().is(200);
      telegram(person).confirm(begun.at("/token"), begun.at("/match_code"));
      return node.call("POST", AtTelegram.HANDSHAKE + "/status")
          .json("token", begun.at("/token"), "flow", begun.at("/flow"));
    });
    firstFactors.put(
        "POST /api/v1/auth/telegram/bot-link",
        person ->
            node.post("/telegram/bot-link", "token", telegram(person).link(), "confirm", "true"));
  }

  private AtTelegram telegram(House.Person person) {
    return AtTelegram.ownerOf(node.house, person.account());
  }

  private String asked(House.Person person) {
    return node.post("/magic-link", "email", address(person).value())
        .send()
        .is(200)
        .at("/flow");
  }

  /** What the mail says, if there is one. */
  private String said(House.Person person, String name) {
    return node.house.mailsTo(address(person)).stream()
        .map(mail -> mail.values().getOrDefault(name, "none"))
        .findFirst()
        .orElse("none");
  }

  private static EmailAddress address(House.Person person) {
    return person.account().email().orElseThrow();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private Set<String> ways() {
    return new Routes(node.surroundings())
        .served().stream()
            .filter(route ->
                route.reply().view().filter(WaysToASessionTest::givesTokens).isPresent())
            .map(route -> route.verb() + " " + route.path())
            .collect(Collectors.toCollection(TreeSet::new));
  }

  static boolean givesTokens(Type view) {
    if (view instanceof ParameterizedType some) {
      return Arrays.stream(some.getActualTypeArguments()).anyMatch(WaysToASessionTest::givesTokens);
    }
    return view instanceof Class<?> type
        && (type.getSimpleName().equals("AccessToken")
            || type.getSimpleName().equals("RefreshToken")
            || (type.isRecord()
                && Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getGenericType)
                    .anyMatch(WaysToASessionTest::givesTokens)));
  }

  @Test
  @DisplayName(
      "[L07] every route whose success may hold tokens is driven by these tests, or goes on with what there is")
  void every_way_is_driven() {
    Set<String> known = new TreeSet<>(firstFactors.keySet());
    known.addAll(GOING_ON);
    known.addAll(BEGINNING);

    assertThat(ways()).isEqualTo(known);
    assertThat(new Routes(node.surroundings())
            .served().stream()
                .filter(route -> route.reply().signsIn())
                .map(route -> route.verb() + " " + route.path()))
        .containsExactlyInAnyOrderElementsOf(NAVIGATIONS);
  }

  @TestFactory
  @DisplayName("[L07] no way to a session skips an enrolled second factor")
  Stream<DynamicTest> no_way_skips_a_factor() {
    return firstFactors.entrySet().stream()
        .map(way -> DynamicTest.dynamicTest("[L07] " + way.getKey(), () -> {
          House.Person person = node.house.resident(
              AnAccount.in(node.house.realm().key()).secondFactors(Method.TOTP));

          Reply reply = way.getValue().apply(person).send().is(200);

          assertThat(reply.json().findValue("requires_2fa").asBoolean()).isTrue();
          assertThat(reply.json().findValue("tfa_token").asText()).isNotEmpty();
          assertThat(reply.text()).doesNotContain("access_token\":", "refresh_token\":");
          assertThat(reply.cookies()).isEmpty();
          assertNoSession(person);
        }));
  }

  @Test
  @DisplayName(
      "[L07] where the realm requires a factor, proving a new mailbox gives a ticket and no session")
  void making_an_account_gives_a_ticket_where_one_is_required() {
    String prefix = "/realms/" + node.house.staffRealm().key() + Routes.AUTH;
    for (String path : List.of("/verify-otp", "/verify-email")) {
      EmailAddress email = dev.gatehouse.testkit.fixture.Fixtures.email();
      String flow = node.call("POST", prefix + "/register")
          .json(
              "email",
              email.value(),
              "password",
              "correct horse battery staple",
              "tos_accepted",
              "true")
          .send()
          .is(201)
          .at("/flow");

      Reply reply = node.call("POST", prefix + path)
          .json("email", email.value(), "code", node.house.codeTo(email).reveal(), "flow", flow)
          .send()
          .is(200);

      assertThat(reply.json().path("requires_2fa_setup").asBoolean()).isTrue();
      assertThat(reply.text()).doesNotContain("access_token\":", "refresh_token\":");
    }
  }

  private void assertNoSession(House.Person person) {
    assertThat(node.house
            .storage()
            .sessions()
            .live(
                person.account().id(),
                java.util.Optional.empty(),
                10,
                node.house.clock().instant()))
        .isEmpty();
  }
}
