package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.realm.RegistrationMode;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.House;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The doors of Telegram, as clients see them. */
class TelegramOverHttpTest {
  private static final String BEGIN = AtTelegram.HANDSHAKE;
  private static final String STATUS = BEGIN + "/status";
  private static final String COMPLETE = "/oauth/telegram/magic-link/complete";
  private static final String USER = "/telegram/bot/user";

  private Node node;
  private AtTelegram ada;

  @BeforeEach
  void start() {
    node = Node.production();
    ada = AtTelegram.somebody(node.house);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private Reply miniApp(AtTelegram who, String... more) {
    Call call = node.post("/telegram/miniapp");
    String[] members = new String[more.length + 2];
    members[0] = "init_data";
    members[1] = who.initData();
    System.arraycopy(more, 0, members, 2, more.length);
    return call.json(members).send();
  }

  private Reply newcomer(AtTelegram who) {
    return miniApp(who, "tos_accepted", "true").is(200);
  }

  private Reply me(Reply in) {
    return node.get("/me").bearer(in.at("/access_token")).send().is(200);
  }

  // ---- warnings

  @Test
  @DisplayName(
      "[L45] where sign-ins are warned of is shown, is moved by a step-up and only to where Telegram is, and no cookie changes that")
  void warnings() {
    Node bots = Node.over(House.over(new InMemoryStorage()).with(new ProviderKey("telegram")));
    try {
      House.Person person = bots.house.resident(AnAccount.in(bots.house.realm().key()));
      Reply in = bots.post(
              "/login",
              "login_or_email",
              person.username().value(),
              "password",
              new String(person.password().utf8(), StandardCharsets.UTF_8))
          .send()
          .is(200);
      String token = in.at("/access_token");
      assertThat(in.at("/user/sign_in_warnings")).isEqualTo("mail");
      Reply unlinked = warn(bots, token, "telegram").is(422, "VALUE_REJECTED");
      assertThat(unlinked.at("/errors/0/pointer")).isEqualTo("/sign_in_warnings");
      warn(bots, token, "pigeon").is(422, "VALUE_REJECTED");
      AtTelegram ada = AtTelegram.somebody(bots.house);
      bots.post("/telegram/link", "init_data", ada.initData())
          .bearer(token)
          .send()
          .is(200);

      assertThat(warn(bots, token, "telegram").is(200).at("/sign_in_warnings"))
          .isEqualTo("telegram");
      assertThat(bots.get("/me").bearer(token).send().is(200).at("/sign_in_warnings"))
          .isEqualTo("telegram");

      bots.house.clock().advance(Duration.ofMinutes(11));
      String later = bots.post("/refresh", "refresh_token", in.at("/refresh_token"))
          .send()
          .is(200)
          .at("/access_token");
      warn(bots, later, "mail").is(403, "STEP_UP_REQUIRED");
      bots.call("PATCH", Routes.AUTH + "/me")
          .bearer(later)
          .json("sign_in_warnings", "mail", "display_name", "Mallory")
          .send()
          .is(403, "STEP_UP_REQUIRED");
      assertThat(bots.get("/me").bearer(later).send().is(200).text())
          .as("refused is refused as a whole")
          .doesNotContain("Mallory");
      warn(bots, later, "telegram").is(200);
      assertThat(bots.get("/me").bearer(later).send().is(200).at("/sign_in_warnings"))
          .isEqualTo("telegram");
    } finally {
      bots.close();
    }
  }

  private static Reply warn(Node node, String token, String where) {
    return node.call("PATCH", Routes.AUTH + "/me")
        .bearer(token)
        .json("sign_in_warnings", where)
        .send();
  }

  @Test
  @DisplayName("[L45] who has no address is warned at Telegram, where a bot runs here, or nowhere")
  void warnings_without_an_address() {
    assertThat(newcomer(ada).json().at("/user/sign_in_warnings").isNull()).isTrue();
    Node bots = Node.over(House.over(new InMemoryStorage()).with(new ProviderKey("telegram")));
    try {
      AtTelegram bob = AtTelegram.somebody(bots.house);
      Reply in = bots.post("/telegram/miniapp", "init_data", bob.initData(), "tos_accepted", "true")
          .send()
          .is(200);
      assertThat(in.at("/user/sign_in_warnings")).isEqualTo("telegram");
      warn(bots, in.at("/access_token"), "mail").is(422, "VALUE_REJECTED");
      warn(bots, in.at("/access_token"), "telegram").is(200);
    } finally {
      bots.close();
    }
  }

  // ---- what Telegram signed

  @Test
  @DisplayName(
      "[L12] a Mini App's word makes an account once, signs in to it afterwards, and its start parameter is handed on")
  void a_mini_app() {
    Reply first = newcomer(ada);
    Reply again = miniApp(ada).is(200);

    assertThat(first.json().path("is_new_user").asBoolean()).isTrue();
    assertThat(again.json().path("is_new_user").asBoolean()).isFalse();
    assertThat(first.at("/start_param")).isEqualTo("ref_1");
    assertThat(again.at("/user/id")).isEqualTo(first.at("/user/id"));
    for (JsonNode user : List.of(first.json().path("user"), me(again).json())) {
      assertThat(user.path("telegram_id").asLong()).isEqualTo(ada.id());
      assertThat(user.path("telegram_username").asText()).isEqualTo("ada_l");
      assertThat(user.path("linked_providers")).hasToString("[\"telegram\"]");
      assertThat(user.path("display_name").asText()).isEqualTo("Ada L");
      assertThat(user.path("email").isNull()).isTrue();
    }
  }

  @Test
  @DisplayName(
      "[L12] a newcomer who has not accepted the terms is told, and the same proof is good then")
  void a_newcomer_accepts_the_terms() {
    String proof = ada.initData();

    node.post("/telegram/miniapp", "init_data", proof).send().is(422, "TERMS_NOT_ACCEPTED");
    node.post("/telegram/miniapp", "init_data", proof, "tos_accepted", "true")
        .send()
        .is(200);
    node.post("/telegram/miniapp", "init_data", proof, "tos_accepted", "true")
        .send()
        .is(401, "IDENTITY_REJECTED");
  }

  @Test
  @DisplayName(
      "[L12] the widget's word counts with every field that it signed, known here or not, and numbers as they were written")
  void a_widget() {
    node.post("/telegram/web")
        .body(ada.web("tos_accepted", "true", "remember_me", "true"))
        .send()
        .is(200);
    node.post("/telegram/web").body(ada.web("new_one", "8")).send().is(401, "IDENTITY_REJECTED");
    node.post("/telegram/web").body(ada.web("another", "x")).send().is(401, "IDENTITY_REJECTED");
    String without = ada.web().replace("\"new_one\":7", "\"photo_url\":null");
    assertThat(without).contains("photo_url");
    node.post("/telegram/web").body(without).send().is(401, "IDENTITY_REJECTED");
    node.post("/telegram/web")
        .body(ada.web().replace("\"new_one\":7", "\"new_one\":{\"a\":1}"))
        .send()
        .is(422, "VALUE_REJECTED");
    Reply flaws = node.post("/telegram/web")
        .body("{\"id\":1.5,\"auth_date\":true}")
        .send()
        .is(422, "VALUE_REJECTED");
    assertThat(flaws.json().path("errors")).hasSize(3);
  }

  @Test
  void an_app_has_its_own_envelope_and_its_device_is_named() {
    Call call = node.call("POST", "/api/v1/mobile/auth/telegram/callback");
    Reply in = call.body(ada.mobile("tos_accepted", "true")).send().is(200);

    JsonNode envelope = in.json();
    assertThat(envelope.path("method").asText()).isEqualTo("telegram");
    assertThat(envelope.path("is_new_user").asBoolean()).isTrue();
    assertThat(envelope.path("tfa_token").isNull()).isTrue();
    assertThat(envelope.at("/tokens/token_type").asText()).isEqualTo("Bearer");
    assertThat(envelope.at("/user/telegram_id").asLong()).isEqualTo(ada.id());
    Reply devices = node.get("/devices")
        .bearer(envelope.at("/tokens/access_token").asText())
        .send()
        .is(200);
    assertThat(devices.at("/devices/0/name")).isEqualTo("App on Android");
    assertThat(devices.at("/devices/0/user_agent")).isEqualTo("App/2.1 (Android 16; Pixel 9)");
    Reply wrong = node.call("POST", "/api/v1/mobile/auth/telegram/callback")
        .body("{\"auth_data\":{\"id\":[]},\"device\":{\"platform\":7}}")
        .send()
        .is(422, "VALUE_REJECTED");
    assertThat(wrong.json().path("errors").findValuesAsText("pointer"))
        .contains("/auth_data/id", "/auth_data/hash", "/auth_data/auth_date", "/device/platform");
  }

  @Test
  @DisplayName(
      "[L07] [L19] an app is told that a factor is due; a browser has tokens and ticket as cookies and nothing in the body")
  void factors_and_browsers() {
    House.Person careful =
        node.house.resident(AnAccount.in(node.house.realm().key()).secondFactors(Method.TOTP));
    AtTelegram owner = AtTelegram.ownerOf(node.house, careful.account());

    Reply due = node.call("POST", "/api/v1/mobile/auth/telegram/callback")
        .body(owner.mobile())
        .send()
        .is(200);
    assertThat(due.json().path("requires_2fa").asBoolean()).isTrue();
    assertThat(due.json().path("tokens").isNull()).isTrue();
    assertThat(due.json().path("user").isNull()).isTrue();
    assertThat(due.at("/tfa_token")).isNotEmpty();

    for (String path :
        List.of("/api/v1/auth/telegram/web", "/api/v1/mobile/auth/telegram/callback")) {
      AtTelegram other = AtTelegram.somebody(node.house);
      String body = path.endsWith("web")
          ? other.web("tos_accepted", "true")
          : other.mobile("tos_accepted", "true");
      Browser browser = node.browser();
      Reply in = browser.send(node.call("POST", path).body(body), path).is(200);
      assertThat(in.text()).doesNotContain("access_token", "refresh_token", "gtr_");
      browser.get("/me").is(200);
      node.call("POST", path)
          .body(other.web())
          .header("Origin", "https://evil.example")
          .send()
          .is(403, "FOREIGN_ORIGIN");
    }
  }

  @Test
  @DisplayName("[L19] a Mini App's page that is listed has its tokens in the body, and no cookies")
  void a_listed_page() {
    Reply in = node.post("/telegram/miniapp", "init_data", ada.initData(), "tos_accepted", "true")
        .header("Origin", Node.MINI_APP)
        .header("X-Auth-Transport", "bearer")
        .send()
        .is(200);

    assertThat(in.at("/access_token")).isNotEmpty();
    assertThat(in.cookies()).isEmpty();
    assertThat(in.header("Access-Control-Allow-Origin")).contains(Node.MINI_APP);
    node.post("/telegram/miniapp", "init_data", ada.initData())
        .header("Origin", Node.MINI_APP)
        .send()
        .is(403, "FOREIGN_ORIGIN");
  }

  @Test
  @DisplayName(
      "[L16] where a realm has no bot, every door says so, and no word of another realm's bot counts")
  void a_realm_without_a_bot() {
    String other = "/realms/" + node.house.otherRealm().key() + "/api/v1";
    String proof = ada.initData();

    node.call("POST", other + "/auth/telegram/miniapp")
        .json("init_data", proof, "tos_accepted", "true")
        .send()
        .is(403, "PROVIDERS_SHUT");
    node.call("POST", other + "/auth/telegram/web")
        .body(ada.web())
        .send()
        .is(403, "PROVIDERS_SHUT");
    node.call("POST", other + "/oauth/telegram/magic-link").send().is(403, "PROVIDERS_SHUT");
    node.call("POST", other + USER)
        .json("telegram_id", "7", "tos_accepted", "true")
        .header(Guards.BOT_SECRET, Node.BOT_SECRET)
        .send()
        .is(401, "BOT_SECRET_REQUIRED");
    String staff = "/realms/" + node.house.staffRealm().key() + "/api/v1";
    node.call("POST", staff + "/auth/telegram/miniapp")
        .json("init_data", proof, "tos_accepted", "true")
        .send()
        .is(403, "PROVIDERS_SHUT");
  }

  // ---- linking

  @Test
  @DisplayName(
      "[L10] [L45] who is signed in links and unlinks it after a step-up, and what is another's stays there")
  void linking() {
    House.Person person = node.house.person();
    String access = access(person);
    for (String path : List.of("/telegram/link", "")) {
      String link = path.isEmpty() ? "/api/v1/mobile/auth/telegram/link" : Routes.AUTH + path;
      Reply linked = node.call("POST", link)
          .json("init_data", ada.initData())
          .bearer(access)
          .send()
          .is(200);
      assertThat(linked.json().path("linked_providers")).hasToString("[\"telegram\"]");
      assertThat(miniApp(ada).is(200).at("/user/id"))
          .isEqualTo(person.account().id().toString());
      node.call("DELETE", link).bearer(access).send().is(200);
      node.call("DELETE", link).bearer(access).send().is(404, "NOT_FOUND");
      miniApp(ada).is(422, "TERMS_NOT_ACCEPTED");
    }
    node.call("POST", Routes.AUTH + "/telegram/link")
        .json()
        .bearer(access)
        .send()
        .is(422);
    node.call("POST", Routes.AUTH + "/telegram/link")
        .body("{\"init_data\":\"" + ada.initData() + "\",\"auth_data\":" + ada.widget() + "}")
        .bearer(access)
        .send()
        .is(422, "VALUE_REJECTED");
    AtTelegram taken = AtTelegram.somebody(node.house);
    newcomer(taken);
    node.call("POST", Routes.AUTH + "/telegram/link")
        .body("{\"auth_data\":" + taken.widget() + "}")
        .bearer(access)
        .send()
        .is(409, "IDENTITY_TAKEN");
    node.house.clock().advance(Duration.ofMinutes(11));
    node.call("POST", Routes.AUTH + "/telegram/link")
        .json("init_data", ada.initData())
        .bearer(access(person.account().id().toString(), person))
        .send()
        .is(200);
  }

  private String access(House.Person person) {
    return node.house.signIn(person).tokens().access().reveal();
  }

  /** Signed in anew: the session before is not fresh enough. */
  private String access(String id, House.Person person) {
    String fresh = access(person);
    assertThat(node.get("/me").bearer(fresh).send().is(200).at("/id")).isEqualTo(id);
    return fresh;
  }

  @Test
  @DisplayName("the last way in is not unlinked")
  void the_last_way_in() {
    String access = newcomer(ada).at("/access_token");
    node.call("DELETE", "/api/v1/mobile/auth/telegram/link")
        .bearer(access)
        .send()
        .is(409, "LAST_WAY_IN");
  }

  // ---- the handshake

  private String number(Reply begun, int more) {
    return Integer.toString(10 + (Integer.parseInt(begun.at("/match_code")) - 10 + more) % 90);
  }

  private Reply answer(AtTelegram who, Reply begun, String... more) {
    String[] members = new String[more.length + 4];
    members[0] = "token";
    members[1] = begun.at("/token");
    members[2] = "telegram_id";
    members[3] = Long.toString(who.id());
    System.arraycopy(more, 0, members, 4, more.length);
    return node.bot("POST", COMPLETE).json(members).send();
  }

  private Reply status(Reply begun, String... more) {
    String[] members = new String[more.length + 4];
    members[0] = "token";
    members[1] = begun.at("/token");
    members[2] = "flow";
    members[3] = begun.at("/flow");
    System.arraycopy(more, 0, members, 4, more.length);
    return node.call("POST", STATUS).json(members).send();
  }

  @Test
  @DisplayName("[L11] an app begins, the bot's program opens and confirms, the app collects once")
  void a_handshake_of_an_app() {
    Reply begun = node.call("POST", BEGIN).send().is(200);
    String token = begun.at("/token");
    assertThat(begun.at("/bot_url")).isEqualTo("https://t.me/GatehouseBot?start=auth_" + token);
    assertThat(begun.at("/deep_link_url"))
        .isEqualTo("tg://resolve?domain=GatehouseBot&start=auth_" + token);
    assertThat(("auth_" + token).length()).isLessThanOrEqualTo(64);
    assertThat(begun.at("/qr_svg")).startsWith("<svg");
    assertThat(begun.at("/match_code")).matches("[1-9][0-9]");
    assertThat(status(begun).is(200).at("/status")).isEqualTo("pending");

    Reply asked = answer(ada, begun).is(200);
    assertThat(asked.at("/status")).isEqualTo("confirming");
    assertThat(asked.at("/asked_from/ip_address")).isEqualTo("127.0.0.1");
    assertThat(status(begun).is(200).at("/status")).isEqualTo("confirming");
    assertThat(answer(ada, begun, "match_code", begun.at("/match_code")).is(200).at("/status"))
        .isEqualTo("completed");

    status(begun).is(422, "TERMS_NOT_ACCEPTED");
    Reply in = status(begun, "tos_accepted", "true").is(200);
    assertThat(in.at("/status")).isEqualTo("completed");
    assertThat(in.json().at("/login_result/is_new_user").asBoolean()).isTrue();
    assertThat(in.at("/login_result/access_token")).isNotEmpty();
    assertThat(in.json().at("/login_result/user/telegram_id").asLong()).isEqualTo(ada.id());
    assertThat(status(begun, "tos_accepted", "true").is(200).at("/status")).isEqualTo("expired");
  }

  @Test
  @DisplayName("[L11] a wrong number, a wrong person and a denial let nobody in, for good")
  void a_handshake_that_is_denied() {
    newcomer(ada);
    Reply wrong = node.call("POST", BEGIN).send().is(200);
    answer(ada, wrong, "match_code", number(wrong, 1)).is(401, "CODE_REJECTED");
    answer(ada, wrong, "match_code", wrong.at("/match_code")).is(404, "NOT_FOUND");
    assertThat(status(wrong).is(200).at("/status")).isEqualTo("denied");

    Reply other = node.call("POST", BEGIN).send().is(200);
    answer(ada, other).is(200);
    answer(AtTelegram.somebody(node.house), other, "match_code", other.at("/match_code"))
        .is(404, "NOT_FOUND");
    assertThat(status(other).is(200).at("/status")).isEqualTo("confirming");
    assertThat(answer(ada, other, "deny", "true").is(200).at("/status")).isEqualTo("denied");
    assertThat(status(other).is(200).at("/status")).isEqualTo("denied");

    answer(ada, other, "match_code", "none").is(404, "NOT_FOUND");
    node.call("POST", "/api/v1" + COMPLETE)
        .json("token", other.at("/token"), "telegram_id", "7")
        .send()
        .is(401, "BOT_SECRET_REQUIRED");
  }

  @Test
  @DisplayName(
      "[L14] [L11] only the browser that began it collects, by its cookie; looking signs nobody in")
  void a_handshake_of_a_browser() {
    newcomer(ada);
    Browser browser = node.browser();
    Reply begun = browser.send(node.call("POST", BEGIN), BEGIN).is(200);
    assertThat(begun.json().has("flow")).isFalse();
    assertThat(begun.cookie("__Host-gh_handshake_flow"))
        .contains("HttpOnly", "Secure", "SameSite=Lax", "Path=/;")
        .doesNotContain("Domain");
    ada.confirm(begun.at("/token"), begun.at("/match_code"));
    String look = BEGIN + "/" + begun.at("/token") + "/status";
    String token = begun.at("/token");

    Browser second = node.browser();
    second.send(node.call("POST", BEGIN), BEGIN).is(200);
    for (Browser stranger : List.of(second, node.browser())) {
      Reply none =
          stranger.send(node.call("POST", STATUS).json("token", token), STATUS).is(200);
      assertThat(none.at("/status")).isEqualTo("expired");
      assertThat(none.json().path("login_result").isNull()).isTrue();
      assertThat(stranger.send(node.call("GET", look), look).is(200).at("/status"))
          .isEqualTo("expired");
    }
    String handle = browser.cookie("__Host-gh_handshake_flow");
    assertThat(node.call("POST", STATUS)
            .json("token", token, "flow", handle)
            .send()
            .is(200)
            .at("/status"))
        .as("a browser's handle is none of an app's")
        .isEqualTo("expired");
    for (int i = 0; i < 2; i++) {
      Reply seen = browser.send(node.call("GET", look), look).is(200);
      assertThat(seen.at("/status")).isEqualTo("completed");
      assertThat(seen.cookies()).isEmpty();
      assertThat(seen.json()).hasSize(1);
    }
    node.call("GET", BEGIN + "/x/status").send().is(404, "NOT_FOUND");

    Reply in =
        browser.send(node.call("POST", STATUS).json("token", token), STATUS).is(200);
    assertThat(in.at("/status")).isEqualTo("completed");
    assertThat(in.text()).doesNotContain("access_token", "gtr_");
    browser.get("/me").is(200);
    assertThat(browser.cookie("__Host-gh_handshake_flow")).isEmpty();
    node.call("POST", BEGIN).header("Origin", "https://evil.example").send().is(403);
  }

  // ---- the link

  @Test
  @DisplayName("[L14] the bot's link names whom it signs in, waits for a press, and is good once")
  void a_link_of_the_bot() {
    newcomer(ada);
    Reply given = node.bot("POST", "/auth/telegram/generate-login-link")
        .json("telegram_id", Long.toString(ada.id()), "username", "ada_l")
        .send()
        .is(200);
    String token = given.at("/token");
    assertThat(given.at("/login_url"))
        .isEqualTo(node.house.realm().issuer() + "/bot-link#token=" + token);

    Reply shown =
        node.post("/telegram/bot-link", "token", token).send().is(409, "CONFIRMATION_REQUIRED");
    assertThat(shown.at("/account")).isEqualTo("@ad***");
    assertThat(shown.at("/asked_from/provider")).isEqualTo("telegram");
    Reply in = node.post("/telegram/bot-link", "token", token, "confirm", "true")
        .send()
        .is(200);
    assertThat(in.json().at("/user/telegram_id").asLong()).isEqualTo(ada.id());
    node.post("/telegram/bot-link", "token", token, "confirm", "true")
        .send()
        .is(401, "IDENTITY_REJECTED");
    assertThat(node.call("GET", "/bot-link").send().is(200).text())
        .contains("api/v1/auth/telegram/bot-link", "id=\"press\"");
  }

  // ---- the store of a bot's people

  @Test
  @DisplayName(
      "[L44] a bot's program keeps its people here: made once, read, refreshed, and on record from where")
  void a_store_of_people() {
    String one = USER + "/" + ada.id();
    String id = Long.toString(ada.id());
    node.bot("GET", one).send().is(404, "NOT_FOUND");
    node.bot("POST", USER).json("telegram_id", id).send().is(422, "TERMS_NOT_ACCEPTED");

    Reply made = node.bot("POST", USER)
        .body(
            "{\"telegram_id\":" + id
                + ",\"first_name\":\"Ada\",\"last_name\":\"L\",\"username\":\"ada\",\"locale\":\"de\",\"tos_accepted\":true}")
        .send()
        .is(200);
    assertThat(made.json().path("is_new_user").asBoolean()).isTrue();
    assertThat(made.json().path("telegram_id").asLong()).isEqualTo(ada.id());
    assertThat(made.at("/display_name")).isEqualTo("Ada L");
    assertThat(made.at("/locale")).isEqualTo("de");
    Reply again = node.bot("POST", USER)
        .json("telegram_id", id, "username", "mallory", "tos_accepted", "true")
        .send()
        .is(200);
    assertThat(again.json().path("is_new_user").asBoolean()).isFalse();
    assertThat(again.at("/id")).isEqualTo(made.at("/id"));
    assertThat(again.at("/username")).isEqualTo("ada");

    Reply changed = node.bot("PATCH", one)
        .json("username", "countess", "locale", "fr")
        .send()
        .is(200);
    assertThat(changed.at("/username")).isEqualTo("countess");
    Reply read = node.bot("GET", one)
        .header(Guards.BOT_SECRET, Node.NEXT_BOT_SECRET)
        .send()
        .is(200);
    assertThat(read.json()).isEqualTo(changed.json());
    assertThat(read.at("/locale")).isEqualTo("fr");
    assertThat(read.at("/display_name")).isEqualTo("Ada L");
    assertThat(read.text()).doesNotContain("email", "token");

    assertThat(miniApp(ada).is(200).at("/user/id")).isEqualTo(made.at("/id"));
    assertThat(node.house.events(EventType.VOUCHED))
        .extracting(Event::reason)
        .containsExactly("REGISTERED", "REGISTERED", "UPDATED");
    assertThat(node.house.events(EventType.VOUCHED))
        .allSatisfy(event -> assertThat(event.origin()).isPresent());
  }

  @Test
  @DisplayName(
      "[L49] [L08] without the right secret nobody's program is believed, and ids that are none are nobody's")
  void a_secret_is_needed() {
    newcomer(ada);
    for (String secret : List.of(
        "", "x", Node.BOT_SECRET + "x", Node.BOT_SECRET.toUpperCase(java.util.Locale.ROOT))) {
      node.bot("GET", USER + "/" + ada.id())
          .header(Guards.BOT_SECRET, secret)
          .send()
          .is(401, "BOT_SECRET_REQUIRED");
    }
    for (String none : List.of("0", "-1", "007", "abc", "9999999999999999999")) {
      node.bot("GET", USER + "/" + none).send().is(404, "NOT_FOUND");
      node.bot("POST", USER)
          .json("telegram_id", none, "tos_accepted", "true")
          .send()
          .is(422, "VALUE_REJECTED");
    }
  }

  @Test
  @DisplayName(
      "where registration is shut, whoever has an account comes in and nobody else, by any door")
  void registration_may_be_shut() {
    House open = node.house;
    newcomer(ada);
    AtTelegram stranger = AtTelegram.somebody(open);
    House shut = open.with(open.realm().with(RegistrationMode.CLOSED));
    try (Node closed = Node.over(shut)) {
      AtTelegram known = new AtTelegram(shut, shut.realm(), ada.id());
      AtTelegram unknown = new AtTelegram(shut, shut.realm(), stranger.id());
      closed.post("/telegram/miniapp", "init_data", known.initData()).send().is(200);
      Reply refused = closed
          .post("/telegram/miniapp", "init_data", unknown.initData(), "tos_accepted", "true")
          .send()
          .is(403, "REGISTRATION_DISABLED");
      assertThat(refused.at("/channel")).isEqualTo("provider");
      closed
          .bot("POST", USER)
          .json("telegram_id", Long.toString(unknown.id()), "tos_accepted", "true")
          .send()
          .is(403, "REGISTRATION_DISABLED");
      closed
          .bot("POST", "/auth/telegram/generate-login-link")
          .json("telegram_id", Long.toString(unknown.id()))
          .send()
          .is(403, "REGISTRATION_DISABLED");
      Reply begun = closed.call("POST", BEGIN).send().is(200);
      unknown.confirm(begun.at("/token"), begun.at("/match_code"));
      closed
          .call("POST", STATUS)
          .json("token", begun.at("/token"), "flow", begun.at("/flow"), "tos_accepted", "true")
          .send()
          .is(403, "REGISTRATION_DISABLED");
    }
  }

  @Test
  @DisplayName("a server of nobody's Telegram says so at every door")
  void a_server_without_a_bot() {
    try (Node without = Node.over(House.over(new InMemoryStorage()))) {
      without.post("/telegram/miniapp", "init_data", "x").send().is(403, "PROVIDERS_SHUT");
    }
  }
}
