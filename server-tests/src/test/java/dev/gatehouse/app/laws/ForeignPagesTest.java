package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A page of another site makes its visitor's browser send requests; the database is what it was. */
class ForeignPagesTest {
  /** What may be lost is written aside; a row of these may also have run out meanwhile. */
  /** No page acts there, be it an own one. */
  private static final String WEBHOOK = "POST /telegram/webhook";

  private static final Set<String> FLEETING = Set.of("throttles", "lockouts");

  private Serving server;
  private Person person;

  @BeforeEach
  void start() {
    server = Serving.behindProxy();
    person = Person.proven(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** From where a foreign page's request may come, as browsers say it. */
  private static Map<String, List<String>> pages() {
    return Map.ofEntries(
        page("another site", "Origin", "https://evil.example"),
        page("all headers", "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"),
        page("a sandbox", "Origin", "null"),
        page("a sibling", "Origin", "https://www.id.example.com"),
        page("the parent", "Origin", "https://example.com", "Sec-Fetch-Site", "same-site"),
        page("without TLS", "Origin", "http://id.example.com"),
        page("another port", "Origin", "https://id.example.com:8443"),
        page("a name that begins alike", "Origin", "https://id.example.com.evil.example"),
        page("two origins", "Origin", "https://id.example.com", "Origin", "https://evil.example"),
        page("own, they say", "Origin", "https://id.example.com", "Sec-Fetch-Site", "cross-site"),
        page("cross-site, without origin", "Sec-Fetch-Site", "cross-site"),
        page("same-site, without origin", "Sec-Fetch-Site", "same-site"),
        page("typed in, they say", "Sec-Fetch-Site", "none"));
  }

  /** One whose origin is listed for tokens in the body is foreign as soon as it sends its visitor's cookies. */
  private static Map<String, List<String>> bearerPages() {
    String page = Serving.BEARER_PAGE;
    return Map.ofEntries(
        page("listed for tokens", "Origin", page),
        page("listed, asking for tokens", "Origin", page, "X-Auth-Transport", "bearer"),
        page("listed, asking for cookies", "Origin", page, "X-Auth-Transport", "cookie"));
  }

  private static Map.Entry<String, List<String>> page(String name, String... headers) {
    return Map.entry(name, List.of(headers));
  }

  /** Each unsafe route with a body by which it acts. */
  private Call unsafe(ServedRoutes.Route route, Person person) {
    String wanted = Person.aPassword();
    Call call = route.call(server);
    AtTelegram telegram = AtTelegram.somebody(server);
    return switch (route.toString().replace("/api/v1/auth", "")) {
      case "POST /register" ->
        call.json("login", Person.aLogin(), "password", wanted, "tos_accepted", true);
      case "POST /verify-otp", "POST /verify-email" ->
        call.json("email", person.email(), "code", "000000");
      case "POST /resend-otp", "POST /resend-verification" -> call.json("email", person.email());
      case "POST /login" ->
        call.json("login_or_email", person.login(), "password", person.password());
      case "POST /forgot-password" -> call.json("email", person.email());
      case "POST /reset-password" -> call.json("token", "none", "new_password", wanted);
      case "POST /magic-link" -> call.json("email", person.email());
      case "POST /magic-link/verify", "POST /email/revert" -> call.json("token", "none");
      case "POST /magic-link/verify-otp" -> call.json("email", person.email(), "code", "000000");
      case "POST /email" -> call.json("email", Person.anAddress());
      case "POST /email/verify" -> call.json("code", "000000");
      case "PATCH /me" -> call.json("display_name", "Mallory");
      case "POST /change-password" ->
        call.json("current_password", person.password(), "new_password", wanted);
      case "POST /reauth", "POST /api/v1/2fa/reauth" -> call.json("password", person.password());
      case "POST /api/v1/2fa/verify", "POST /api/v1/2fa/complete", "POST /api/v1/2fa/validate" ->
        call.json("code", "000000");
      case "DELETE /api/v1/2fa/disable" ->
        call.json("password", person.password(), "code", "000000");
      case "POST /api/v1/2fa/setup", "POST /api/v1/2fa/recovery-codes" -> call;
      case "PUT /me/anti-phishing-phrase" -> call.json("phrase", "seven blue lanterns");
      case "POST /refresh",
          "POST /logout",
          "POST /logout-all",
          "DELETE /devices/{id}",
          "DELETE /me",
          "POST /me/restore",
          "POST /me/export" -> call;
      case "POST /introspect" -> call.service().form("token=x");
      case "POST /telegram/miniapp" ->
        call.json("init_data", telegram.initData(), "tos_accepted", true);
      case "POST /telegram/web" -> call.body(telegram.web("tos_accepted", true));
      case "POST /api/v1/mobile/auth/telegram/callback" ->
        call.body(telegram.mobile("tos_accepted", true));
      case "POST /telegram/link", "POST /api/v1/mobile/auth/telegram/link" ->
        call.json("init_data", telegram.initData());
      case "POST /api/v1/mobile/auth/telegram/oidc" -> call.json("id_token", "none");
      case "POST /api/v1/oauth/{provider}/token" -> call.json("id_token", "none", "nonce", "none");
      case "POST /api/v1/oauth/{provider}/login/callback",
          "POST /api/v1/oauth/{provider}/callback" -> call.json("code", "none", "state", "none");
      case "DELETE /api/v1/oauth/{provider}", "POST /api/v1/oauth/nonce" -> call;
      case "POST /telegram/bot-link" -> call.json("token", "none", "confirm", true);
      case "POST /api/v1/oauth/telegram/magic-link",
          "DELETE /telegram/link",
          "DELETE /api/v1/mobile/auth/telegram/link" -> call;
      case "POST /api/v1/oauth/telegram/magic-link/status" -> call.json("token", "none");
      case "POST /api/v1/oauth/telegram/magic-link/complete" ->
        call.bot().json("token", "none", "telegram_id", telegram.id());
      case "POST /telegram/generate-login-link", "POST /api/v1/telegram/bot/user" ->
        call.bot().json("telegram_id", telegram.id(), "tos_accepted", true);
      case "PATCH /api/v1/telegram/bot/user/{id}" -> call.bot().json("username", "mallory");
      case WEBHOOK -> call.json("update_id", 1);
      default -> throw new AssertionError(route + " is new: by which body does it act?");
    };
  }

  private Map<String, List<String>> durable() {
    Map<String, List<String>> rows = new Tables(server).everything();
    rows.keySet().removeAll(FLEETING);
    return rows;
  }

  private List<String> fleeting() {
    Map<String, List<String>> rows = new Tables(server).everything();
    return FLEETING.stream()
        .flatMap(table -> rows.getOrDefault(table, List.of()).stream())
        .toList();
  }

  @Test
  @DisplayName(
      "[L19] no unsafe request of a foreign page does anything, signed in or not, on any route")
  void a_foreign_page_does_nothing() {
    List<ServedRoutes.Route> routes =
        ServedRoutes.of(server).stream().filter(route -> !route.safe()).toList();
    Browser browser = new Browser(server);
    browser.signIn(person);
    Browser stranger = new Browser(server);
    assertThat(routes).hasSizeGreaterThanOrEqualTo(11);
    Map<String, List<String>> before = durable();
    List<String> counted = fleeting();

    for (ServedRoutes.Route route : routes) {
      // no browser leaves out both headers, so where there is a cookie somebody took them away
      refused(route, browser, "nowhere", List.of());
      bearerPages().forEach((name, headers) -> refused(route, browser, name, headers));
      pages().forEach((name, headers) -> {
        for (Browser visitor : List.of(browser, stranger)) {
          assertThat(refused(route, visitor, name, headers).header("Access-Control-Allow-Origin"))
              .as("%s from %s", route, name)
              .isEmpty();
        }
      });
    }

    assertThat(durable()).isEqualTo(before);
    assertThat(counted).containsAll(fleeting());
  }

  private Reply refused(
      ServedRoutes.Route route, Browser browser, String page, List<String> headers) {
    Call call = unsafe(route, person);
    for (int i = 0; i < headers.size(); i += 2) {
      call.also(headers.get(i), headers.get(i + 1));
    }
    Reply reply = browser.send(call, route.path());
    assertThat(reply.status()).as("%s from %s: %s", route, page, reply.text()).isEqualTo(403);
    assertThat(reply.cookies()).as("%s from %s", route, page).isEmpty();
    assertThat(reply.header("Access-Control-Allow-Credentials"))
        .as("%s from %s", route, page)
        .isEmpty();
    return reply;
  }

  @Test
  @DisplayName("[L19] the same requests of an own page act, or the test above is blind")
  void the_same_requests_of_an_own_page_act() {
    Stream<ServedRoutes.Route> forPages = ServedRoutes.of(server).stream()
        .filter(route -> !route.safe() && !route.toString().equals(WEBHOOK));
    forPages.forEach(route -> {
      Person owner = Person.proven(server);
      Browser browser = new Browser(server);
      browser.signIn(owner);
      browser.post("/magic-link", "email", owner.email()).is(200);
      Call call = unsafe(route, owner).header("Origin", "https://" + Serving.HOST);
      Reply reply = browser.send(call, route.path());
      boolean judged = reply.status() < 300
          || reply.text().contains("CODE_REJECTED")
          || reply.text().contains("SECOND_FACTOR_REJECTED")
          // a browser without a ticket, and an owner without a factor
          || (reply.text().contains("TOKEN_REQUIRED") && route.path().endsWith("/2fa/complete"))
          || reply.text().contains("IDENTITY_REJECTED")
          || (reply.status() == 404
              && (route.method().equals("DELETE")
                  || route.bot()
                  || route.path().contains("/2fa/")));
      assertThat(judged).as(route + ": " + reply.text()).isTrue();
    });
  }
}
