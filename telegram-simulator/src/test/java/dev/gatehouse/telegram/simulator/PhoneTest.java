package dev.gatehouse.telegram.simulator;

import static dev.gatehouse.telegram.simulator.Stage.INES;
import static dev.gatehouse.telegram.simulator.Stage.MIRA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.telegram.simulator.Stage.Reply;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneTest {
  private final Stage stage = new Stage();
  private final String who = "{'person': " + MIRA.id() + ", 'bot': " + stage.bot.id() + "%s}";

  @AfterEach
  void close() {
    stage.close();
  }

  private Reply act(String verb, String more) throws Exception {
    return stage.post("/phone/" + verb, who.formatted(more));
  }

  private JsonNode state(String more) throws Exception {
    return stage
        .get("/phone/state?person=" + MIRA.id() + "&bot=" + stage.bot.id() + more)
        .json();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/miniapp", "/phone.css", "/phone.js", "/miniapp.js"})
  void what_is_shown_can_fetch_nothing_from_elsewhere_nor_send_it_there(String path)
      throws Exception {
    Reply reply = stage.get(path);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Security-Policy"))
        .startsWith(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'")
        .endsWith("form-action 'none'");
    assertThat(reply.body())
        .doesNotContain("src=\"http", "href=\"http", "@import", "url(", " style=\"", " onclick=\"");
  }

  @Test
  void no_secret_is_on_the_page() throws Exception {
    act("say", ", 'text': '/start'");
    assertThat(state("").toString()
            + stage.get("/").body()
            + stage.get("/phone.js").body())
        .doesNotContain(stage.bot.token(), stage.bot.clientSecret());
  }

  @Test
  void people_write_and_see_what_the_bot_says() throws Exception {
    assertThat(state("").path("chat").path("started").asBoolean()).isFalse();
    act("say", ", 'text': '/start auth_1'");
    assertThat(stage.updates("{}").findValuesAsText("text")).containsExactly("/start auth_1");
    stage.call("sendMessage", "{'chat_id': " + MIRA.id() + ", 'text': 'hello'}");

    JsonNode chat = state("").path("chat");
    assertThat(chat.path("started").asBoolean()).isTrue();
    assertThat(chat.path("messages").findValuesAsText("text"))
        .containsExactly("/start auth_1", "hello");
    assertThat(stage
            .get("/phone/state?person=" + INES.id() + "&bot=" + stage.bot.id())
            .json()
            .path("chat")
            .path("messages"))
        .as("everybody has a chat of their own")
        .isEmpty();
  }

  @Test
  void who_watches_sees_a_change_at_once() throws Exception {
    long now = state("").path("changes").asLong();
    CompletableFuture<Reply> watching = stage
        .client
        .sendAsync(
            HttpRequest.newBuilder(stage.at("/phone/state?person=" + MIRA.id() + "&bot="
                    + stage.bot.id() + "&after=" + now))
                .build(),
            java.net.http.HttpResponse.BodyHandlers.ofString())
        .thenApply(Reply::of);
    act("say", ", 'text': 'now'");
    assertThat(watching
            .get(20, java.util.concurrent.TimeUnit.SECONDS)
            .json()
            .path("chat")
            .path("messages")
            .findValuesAsText("text"))
        .containsExactly("now");
  }

  @Test
  void a_press_waits_for_the_bot_s_answer() throws Exception {
    act("say", ", 'text': '/start'");
    stage.call(
        "sendMessage",
        "{'chat_id': " + MIRA.id()
            + ", 'text': 'x', 'reply_markup': {'inline_keyboard': [[{'text': 'Deny', 'callback_data': 'deny'}]]}}");
    CompletableFuture<Reply> pressing = CompletableFuture.supplyAsync(() -> {
      try {
        return act("press", ", 'message': 2, 'data': 'deny'");
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    });
    JsonNode updates = stage.updates("{'offset': -1, 'timeout': 20}");
    while (!updates.get(0).has("callback_query")) {
      updates = stage.updates("{'offset': -1}");
    }
    stage.call(
        "answerCallbackQuery",
        "{'callback_query_id': '"
            + updates.get(0).path("callback_query").path("id").asText()
            + "', 'text': 'Denied', 'show_alert': true}");
    JsonNode answer = pressing.get().json();
    assertThat(answer.path("text").asText()).isEqualTo("Denied");
    assertThat(answer.path("show_alert").asBoolean()).isTrue();
    assertThat(act("press", ", 'message': 2, 'data': 'other'").status()).isEqualTo(404);
  }

  @Test
  void a_bot_is_blocked_and_let_in_again() throws Exception {
    act("say", ", 'text': '/start'");
    act("block", ", 'blocked': true");
    assertThat(state("").path("chat").path("blocked").asBoolean()).isTrue();
    assertThat(act("say", ", 'text': 'hello'").status()).isEqualTo(409);
    assertThatThrownBy(() -> stage.telegram.say(MIRA, stage.bot, "hello"))
        .isInstanceOf(IllegalStateException.class);
    act("block", ", 'blocked': false");
    assertThat(act("say", ", 'text': 'hello'").status()).isEqualTo(200);
  }

  @Test
  void people_are_made_and_changed() throws Exception {
    JsonNode made = stage
        .post("/phone/person", "{'first_name': 'Zoë', 'username': 'zoe_1', 'language_code': 'FR'}")
        .json();
    assertThat(made.path("language_code").asText()).isEqualTo("fr");
    assertThat(stage.telegram.people()).hasSize(6);
    stage.post(
        "/phone/person",
        "{'id': " + made.path("id").asLong() + ", 'first_name': 'Zoé', 'last_name': 'B'}");
    assertThat(stage.telegram.people().get(5).firstName()).isEqualTo("Zoé");
    assertThat(stage.telegram.people().get(5).username()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'first_name': ' '}",
        "{'first_name': 'x', 'username': '1'}",
        "{'first_name': 'x', 'language_code': '<b>'}",
        "{'first_name': 'x', 'last_name': '12345678901234567890123456789012345678901234567890123456789012345'}"
      })
  void people_have_names_that_telegram_would_take(String given) throws Exception {
    assertThat(stage.post("/phone/person", given).status()).isEqualTo(400);
  }

  @Test
  void a_mini_app_is_opened_with_what_telegram_signs_behind_the_hash_sign() throws Exception {
    String url = act("miniapp", ", 'url': 'https://app.example/x', 'start_param': 'ref_1'")
        .json()
        .path("url")
        .asText();
    assertThat(url).startsWith("https://app.example/x#tgWebAppData=");
    Map<String, String> fragment = Request.form(URI.create(url).getRawFragment());
    assertThat(fragment)
        .containsKeys("tgWebAppData", "tgWebAppVersion", "tgWebAppPlatform", "tgWebAppThemeParams");
    Map<String, String> data = Request.form(fragment.get("tgWebAppData"));
    assertThat(data).containsEntry("start_param", "ref_1").containsKeys("hash", "signature");
    assertThat(act("miniapp", ", 'url': 'http://app.example/'").status()).isEqualTo(400);
    assertThat(act("miniapp", ", 'url': 'javascript:alert(1)'").status()).isEqualTo(400);
  }

  @Test
  void the_widget_s_fields_and_an_id_token_are_of_the_person_on_the_phone() throws Exception {
    JsonNode fields = act("widget", "").json();
    assertThat(fields.path("id").asText()).isEqualTo(String.valueOf(MIRA.id()));
    assertThat(fields.path("hash").asText()).hasSize(64);
    assertThat(act("idtoken", "").json().path("id_token").asText().split("\\.")).hasSize(3);
  }

  @Test
  void things_go_wrong_by_the_page_too() throws Exception {
    act("fault", ", 'fault': 'SERVER_ERROR', 'calls': 2");
    assertThat(state("").path("chat").path("failures").asInt()).isEqualTo(2);
    assertThat(stage.call("getMe").status()).isEqualTo(500);
    act("fault", ", 'fault': 'RESET', 'calls': 0");
    assertThat(stage.call("getMe").status()).isEqualTo(200);
    assertThat(act("fault", ", 'fault': 'NONE', 'calls': 2").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "/t.me/house_of_tea_bot?start=auth_x-1, '/?bot=house_of_tea_bot&start=auth_x-1'",
    "/t.me/house_of_tea_bot, '/?bot=house_of_tea_bot'",
    "/t.me/house_of_tea_bot/app?startapp=r, '/?bot=house_of_tea_bot&startapp=r'",
    "/t.me/house_of_tea_bot?start=%3Cscript%3E, '/?bot=house_of_tea_bot'"
  })
  void a_link_to_telegram_leads_to_the_phone(String from, String to) throws Exception {
    Reply reply = stage.get(from);
    assertThat(reply.status()).isEqualTo(303);
    assertThat(reply.header("Location")).isEqualTo(to);
  }

  // ---- the provider's page

  private static final String ASKING =
      "redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Fcb&response_type=code"
          + "&scope=openid%20profile&state=s1&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
          + "&code_challenge_method=S256&client_id=";

  private Reply decide(String form) throws Exception {
    return stage.send(HttpRequest.newBuilder(stage.at("/auth"))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Origin", stage.telegram.base().toString())
        .POST(HttpRequest.BodyPublishers.ofString(form))
        .build());
  }

  private String handle() throws Exception {
    String page = stage.get("/auth?" + ASKING + stage.bot.id()).body();
    assertThat(page).contains("House of Tea", "Mira Okafor", "晓雨 陈");
    Matcher handle =
        Pattern.compile("name=\"handle\" value=\"([A-Za-z0-9_-]+)\"").matcher(page);
    assertThat(handle.find()).isTrue();
    return handle.group(1);
  }

  @Test
  void who_logs_in_is_chosen_on_the_page_and_the_page_is_good_once() throws Exception {
    String form = "handle=" + handle() + "&person=" + MIRA.id() + "&agree=1";
    Reply reply = decide(form);
    assertThat(reply.status()).isEqualTo(303);
    assertThat(reply.header("Location"))
        .matches("http://127\\.0\\.0\\.1:8080/cb\\?code=[A-Za-z0-9_-]{43}&state=s1");
    assertThat(decide(form).status()).isEqualTo(400);
  }

  @Test
  void a_browser_says_whose_page_the_form_is_on_and_tells_nobody_else() throws Exception {
    assertThat(stage.get("/auth?" + ASKING + stage.bot.id()).header("Referrer-Policy"))
        .as("with no-referrer the form would come from the origin null")
        .isEqualTo("same-origin");
  }

  @Test
  void who_cancels_goes_back_without_a_code() throws Exception {
    assertThat(decide("handle=" + handle() + "&person=" + MIRA.id() + "&deny=1").header("Location"))
        .isEqualTo("http://127.0.0.1:8080/cb?error=access_denied&state=s1");
    assertThat(decide("handle=" + handle() + "&person=1&agree=1").status()).isEqualTo(400);
  }

  @Test
  void names_are_text_and_nothing_else() throws Exception {
    stage.telegram.rename(MIRA.named("<img src=x onerror=alert(1)>", "{handle}"));
    String page = stage.get("/auth?" + ASKING + stage.bot.id()).body();
    assertThat(page).contains("&lt;img src=x").doesNotContain("<img", "{handle}");
    assertThat(page.split("name=\"handle\"")).hasSize(2);
  }

  // ---- who may come

  private String raw(String request) throws Exception {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), stage.telegram.base().getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void a_name_that_leads_here_from_elsewhere_is_refused() throws Exception {
    for (String host : new String[] {"elsewhere.example", "127.0.0.1:1", ""}) {
      assertThat(raw("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
          .isEqualTo("HTTP/1.1 421");
    }
    assertThat(raw("GET / HTTP/1.1\r\nHost: localhost:" + stage.telegram.base().getPort()
            + "\r\nConnection: close\r\n\r\n"))
        .isEqualTo("HTTP/1.1 200");
  }

  @Test
  void another_site_s_page_can_do_nothing_here() throws Exception {
    for (String origin : new String[] {"https://elsewhere.example", "null", "http://127.0.0.1:1"}) {
      for (String path : new String[] {"/phone/say", "/auth", "/site/call", "/phone/person"}) {
        Reply reply = stage.send(HttpRequest.newBuilder(stage.at(path))
            .header("Origin", origin)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(
                who.formatted(", \"text\": \"x\"").replace('\'', '"')))
            .build());
        assertThat(reply.status()).as(origin + path).isEqualTo(403);
      }
    }
    Reply form = stage.send(HttpRequest.newBuilder(stage.at("/phone/say"))
        .header("Content-Type", "text/plain")
        .POST(HttpRequest.BodyPublishers.ofString(
            who.formatted(", \"text\": \"x\"").replace('\'', '"')))
        .build());
    assertThat(form.status()).as("what a page may send without asking").isEqualTo(415);
    assertThat(stage.telegram.chat(MIRA, stage.bot)).isEmpty();
  }

  @Test
  void it_listens_on_this_machine_only() throws Exception {
    Settings usual = Settings.of(Clock.systemUTC(), new SecureRandom()::nextBytes);
    for (String address : new String[] {"0.0.0.0", "192.0.2.1", "::"}) {
      Settings open = new Settings(
          InetAddress.getByName(address), 0, usual.clock(), usual.chance(), Optional.empty());
      assertThatThrownBy(() -> TelegramSimulator.start(open))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("loopback");
    }
  }

  @Test
  void it_knows_itself_by_whatever_loopback_address_it_was_given() throws Exception {
    Settings usual = Settings.of(Clock.systemUTC(), new SecureRandom()::nextBytes);
    InetAddress other = InetAddress.getByName("127.0.0.2");
    try (TelegramSimulator there = TelegramSimulator.start(
        new Settings(other, 0, usual.clock(), usual.chance(), Optional.empty()))) {
      assertThat(stage.send(HttpRequest.newBuilder(there.base()).build()).status())
          .isEqualTo(200);
    }
  }

  // ---- the website

  @Test
  void the_website_hands_on_to_gatehouse_s_api_and_nowhere_else() throws Exception {
    HttpServer gatehouse =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gatehouse.createContext("/", exchange -> {
      byte[] came = exchange.getRequestBody().readAllBytes();
      byte[] said = ("{\"at\":\"" + exchange.getRequestURI() + "\",\"came\":"
              + (came.length == 0 ? "0" : new String(came, StandardCharsets.UTF_8)) + ",\"as\":\""
              + exchange.getRequestHeaders().getFirst("User-Agent") + "\"}")
          .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(401, said.length);
      exchange.getResponseBody().write(said);
      exchange.close();
    });
    gatehouse.start();
    URI base = URI.create("http://127.0.0.1:" + gatehouse.getAddress().getPort());
    try (Stage with = new Stage()) {
      with.telegram.signInAt(base);
      JsonNode answer = with.send(HttpRequest.newBuilder(with.at("/site/call"))
              .header("Content-Type", "application/json")
              .header("User-Agent", "Browser/1")
              .POST(HttpRequest.BodyPublishers.ofString(
                  "{\"path\": \"/api/v1/auth/x\", \"body\": {\"a\": 1}}"))
              .build())
          .json();
      assertThat(answer.toString())
          .isEqualTo(
              "{\"status\":401,\"body\":{\"at\":\"/api/v1/auth/x\",\"came\":{\"a\":1},\"as\":\"Browser/1\"}}");
      assertThat(with.post(
                  "/site/call",
                  "{'method': 'GET', 'path': '/api/v1/x', 'body': {'to': 'http://a/?b&c'}}")
              .json()
              .path("body")
              .path("at")
              .asText())
          .isEqualTo("/api/v1/x?to=http%3A%2F%2Fa%2F%3Fb%26c");
      for (String path : new String[] {
        "/metrics",
        "//elsewhere.example/api/v1/x",
        "http://elsewhere.example/api/v1/x",
        "/api/v1/../../x",
        "/api/v1/x?y"
      }) {
        assertThat(
                with.post("/site/call", "{'path': '" + path + "', 'body': {}}").status())
            .as(path)
            .isEqualTo(400);
      }
    } finally {
      gatehouse.stop(0);
    }
    assertThat(stage.post("/site/call", "{'path': '/api/v1/x', 'body': {}}").status())
        .as("where there is no Gatehouse")
        .isEqualTo(404);
  }
}
