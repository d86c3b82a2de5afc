package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Browsers have their tokens in cookies, and pages of elsewhere get nowhere. */
class BrowsersTest {
  private static final String PASSWORD = "correct horse battery staple";
  private static final String ACCESS = "__Secure-gh_access_token";
  private static final String REFRESH = "__Secure-gh_refresh_token";

  private static Node node;

  @BeforeAll
  static void start() {
    node = Node.production();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static String resident() {
    String login = "u" + Fixtures.unique().substring(0, 12);
    node.post("/register", "login", login, "password", PASSWORD, "tos_accepted", "true")
        .send()
        .is(201);
    return login;
  }

  private static Browser signedIn() {
    Browser browser = node.browser();
    browser.post("/login", "email", resident(), "password", PASSWORD).is(200);
    return browser;
  }

  @Test
  @DisplayName(
      "[L27] a browser signs in, refreshes and signs out with cookies only, and no token is in any body")
  void a_browser_has_its_tokens_in_cookies() {
    Browser browser = node.browser();
    Reply in = browser.post("/login", "email", resident(), "password", PASSWORD).is(200);
    assertThat(in.json().has("access_token")).isFalse();
    assertThat(in.json().has("refresh_token")).isFalse();
    assertThat(in.text())
        .doesNotContain(browser.cookie(ACCESS))
        .doesNotContain(browser.cookie(REFRESH));
    assertThat(in.cookie(ACCESS))
        .contains("; Path=/;", "; HttpOnly", "; Secure", "; SameSite=Lax")
        .doesNotContain("Domain", "Max-Age");
    assertThat(in.cookie(REFRESH)).contains("; Path=/api/v1/auth;", "; HttpOnly", "; Secure");
    assertThat(in.cookie("__Secure-gh_device")).contains("Max-Age=34560000", "; HttpOnly");
    browser.get("/me").is(200);

    String before = browser.cookie(REFRESH);
    Reply refreshed = browser.post("/refresh").is(200);
    assertThat(refreshed.at("/token_type")).isEqualTo("Cookie");
    assertThat(refreshed.json().has("refresh_token")).isFalse();
    assertThat(browser.cookie(REFRESH)).isNotEqualTo(before).startsWith("gtr_");

    String access = browser.cookie(ACCESS);
    Reply out = browser.post("/logout").is(204);
    assertThat(out.cookie(ACCESS)).contains("Max-Age=0");
    assertThat(out.cookie(REFRESH)).contains("Max-Age=0", "Path=/api/v1/auth");
    browser.put(ACCESS, access);
    browser.get("/me").is(401, "TOKEN_REJECTED");
    browser.post("/logout").is(204);
  }

  @Test
  @DisplayName(
      "[L14][L23] a browser keeps the handle of a reset as a cookie of its own, and has no cookies of a session after it")
  void a_browser_resets_by_its_own_cookie() {
    EmailAddress address = EmailAddress.parse("u" + Fixtures.unique() + "@example.com");
    Browser browser = node.browser();
    browser
        .post("/register", "email", address.value(), "password", PASSWORD, "tos_accepted", "true")
        .is(201);
    browser
        .post(
            "/verify-otp",
            "email",
            address.value(),
            "code",
            node.house.codeTo(address).reveal())
        .is(200);
    Reply asked = browser.post("/forgot-password", "email", address.value()).is(200);
    assertThat(asked.json().has("flow")).isFalse();
    assertThat(asked.cookie("__Host-gh_reset_flow"))
        .contains("; Path=/;", "; HttpOnly", "; Secure", "; Max-Age=1800");
    String code = node.house.codeTo(address).reveal();
    String wanted = PASSWORD + " two";

    node.browser()
        .post("/reset-password", "email", address.value(), "code", code, "new_password", wanted)
        .is(422, "VALUE_REJECTED");
    Reply reset = browser
        .post("/reset-password", "email", address.value(), "code", code, "new_password", wanted)
        .is(200);

    for (String gone : List.of("__Host-gh_reset_flow", ACCESS, REFRESH)) {
      assertThat(reset.cookie(gone)).contains("Max-Age=0");
    }
    browser.post("/login", "email", address.value(), "password", wanted).is(200);
  }

  @Test
  void remembering_makes_the_cookies_outlast_the_browser_over_refreshes_too() {
    Browser browser = node.browser();
    Reply in = browser
        .post("/login", "email", resident(), "password", PASSWORD, "remember_me", "true")
        .is(200);
    assertThat(in.cookie(REFRESH)).contains("Max-Age=2592000");
    assertThat(browser.post("/refresh").is(200).cookie(REFRESH)).contains("Max-Age=2592000");
    Browser passing = signedIn();
    assertThat(passing.post("/refresh").is(200).cookie(REFRESH)).doesNotContain("Max-Age");
  }

  @Test
  @DisplayName("[L19] no unsafe request from a foreign origin does anything, signed in or not")
  void foreign_origins_do_nothing() {
    Browser browser = signedIn();
    for (String foreign : List.of(
        "https://evil.example",
        "http://id.example.com",
        "https://sub.id.example.com",
        "https://id.example.com:8443",
        "null")) {
      browser.from(foreign);
      browser.post("/logout").is(403, "FOREIGN_ORIGIN");
      browser.post("/logout-all").is(403, "FOREIGN_ORIGIN");
      browser.post("/login", "email", "x", "password", "y").is(403, "FOREIGN_ORIGIN");
      browser.post("/register", "login", "abcde", "tos_accepted", "true").is(403, "FOREIGN_ORIGIN");
      assertThat(browser.get("/me").is(200).header("Access-Control-Allow-Origin"))
          .isEmpty();
    }
    browser.from(Node.ORIGIN).get("/me").is(200);
    for (String site : List.of("cross-site", "same-site", "none")) {
      node.post("/login", "email", "x", "password", "y")
          .header("Sec-Fetch-Site", site)
          .send()
          .is(403, "FOREIGN_ORIGIN");
      node.post("/login", "email", "x", "password", "y")
          .header("Sec-Fetch-Site", site)
          .header("Origin", Node.ORIGIN)
          .send()
          .is(403, "FOREIGN_ORIGIN");
    }
    node.post("/login", "email", "x", "password", "y")
        .header("Sec-Fetch-Site", "same-origin")
        .send()
        .is(401, "CREDENTIALS_REJECTED");
  }

  @Test
  @DisplayName("[L19] a cookie without a word of where it comes from is refused")
  void a_cookie_without_origin_is_refused() {
    Browser browser = signedIn();
    node.post("/logout")
        .header("Cookie", REFRESH + "=" + browser.cookie(REFRESH))
        .send()
        .is(403, "FOREIGN_ORIGIN");
    node.post("/refresh")
        .header("Cookie", REFRESH + "=" + browser.cookie(REFRESH))
        .header("X-Auth-Transport", "cookie")
        .send()
        .is(403, "FOREIGN_ORIGIN");
    browser.get("/me").is(200);
  }

  @Test
  void listed_origins_may_read_and_send_and_others_hear_nothing() {
    Browser browser = signedIn().from(Node.LISTED);
    Reply me = browser.get("/me").is(200);
    assertThat(me.header("Access-Control-Allow-Origin")).contains(Node.LISTED);
    assertThat(me.header("Access-Control-Allow-Credentials")).contains("true");
    assertThat(me.header("Vary").orElse("")).contains("Origin");
    browser.post("/refresh").is(200);
    Call preflight =
        node.call("OPTIONS", Routes.AUTH + "/me").header("Access-Control-Request-Method", "PATCH");
    Reply allowed = preflight.header("Origin", Node.LISTED).send().is(204);
    assertThat(allowed.header("Access-Control-Allow-Methods").orElse("")).contains("PATCH");
    assertThat(allowed.header("Access-Control-Allow-Headers").orElse("")).contains("Content-Type");
    Reply foreign = preflight.header("Origin", "https://evil.example").send().is(204);
    assertThat(foreign.header("Access-Control-Allow-Origin")).isEmpty();
    assertThat(foreign.header("Access-Control-Allow-Methods")).isEmpty();
  }

  @Test
  void a_listed_page_may_read_why_its_body_was_refused() {
    Reply large = node.post("/login")
        .body("application/json", new byte[70_000])
        .header("Origin", Node.LISTED)
        .send()
        .is(413, "PAYLOAD_TOO_LARGE");
    assertThat(large.header("Access-Control-Allow-Origin")).contains(Node.LISTED);
    Reply broken = RawSocket.send(
            node,
            "POST /api/v1/auth/login HTTP/1.1\r\nHost: id.example.com\r\nOrigin: " + Node.LISTED
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n{}\r\n0\r\n\r\n")
        .is(400, "MALFORMED_REQUEST");
    assertThat(broken.header("Access-Control-Allow-Origin")).contains(Node.LISTED);
    node.call("POST", "/realms/nobody/api/v1/auth/login")
        .body("application/json", new byte[70_000])
        .send()
        .is(404, "NOT_FOUND");
  }

  @Test
  @DisplayName("[L27] a page gets tokens in the body only where its origin is listed for it")
  void only_listed_pages_get_tokens_in_the_body() {
    String login = resident();
    Call ask = node.post("/login", "email", login, "password", PASSWORD)
        .header("X-Auth-Transport", "bearer");
    ask.header("Origin", Node.ORIGIN).send().is(403, "TRANSPORT_NOT_ALLOWED");
    ask.header("Origin", Node.LISTED).send().is(403, "TRANSPORT_NOT_ALLOWED");
    Reply mini = ask.header("Origin", Node.MINI_APP).send().is(200);
    assertThat(mini.at("/access_token")).isNotEmpty();
    assertThat(mini.cookies()).isEmpty();
    assertThat(mini.header("Access-Control-Allow-Origin")).contains(Node.MINI_APP);
    assertThat(mini.header("Access-Control-Allow-Credentials")).isEmpty();
    node.post("/login", "email", login, "password", PASSWORD)
        .header("Origin", Node.MINI_APP)
        .send()
        .is(403, "FOREIGN_ORIGIN");
    node.post("/logout-all")
        .header("Origin", Node.MINI_APP)
        .bearer(mini.at("/access_token"))
        .send()
        .is(200);
    node.post("/login", "email", login, "password", PASSWORD)
        .header("X-Auth-Transport", "pigeon")
        .send()
        .is(400, "MALFORMED_REQUEST");
  }

  @Test
  @DisplayName(
      "[L19] a session is refreshed by its own transport only, and two at once are refused")
  void a_session_is_refreshed_by_its_own_transport() {
    Browser browser = signedIn();
    String login = resident();
    Reply app = node.post("/login", "email", login, "password", PASSWORD).send().is(200);
    node.post("/refresh", "refresh_token", browser.cookie(REFRESH))
        .send()
        .is(401, "REFRESH_REJECTED");
    Browser thief = node.browser();
    thief.put(REFRESH, app.at("/refresh_token"));
    thief.post("/refresh").is(401, "REFRESH_REJECTED");
    browser
        .post("/refresh", "refresh_token", app.at("/refresh_token"))
        .is(400, "TRANSPORT_CONFLICT");
    browser
        .send(node.get("/me").bearer(app.at("/access_token")), Routes.AUTH + "/me")
        .is(400, "TRANSPORT_CONFLICT");
    browser.post("/refresh").is(200);
    node.post("/refresh", "refresh_token", app.at("/refresh_token")).send().is(200);
  }

  @Test
  @DisplayName(
      "[L19] an access token counts by its session's transport only: a cookie is no bearer token, nor the other way round")
  void an_access_token_counts_by_its_own_transport() {
    Browser browser = signedIn();
    Reply app =
        node.post("/login", "email", resident(), "password", PASSWORD).send().is(200);
    Browser thief = node.browser();
    thief.put(ACCESS, app.at("/access_token"));
    for (String path : List.of("/me", "/check", "/devices")) {
      node.get(path).bearer(browser.cookie(ACCESS)).send().is(401, "TOKEN_REJECTED");
      thief.get(path).is(401, "TOKEN_REJECTED");
    }
    node.post("/logout").bearer(browser.cookie(ACCESS)).send().is(401, "TOKEN_REJECTED");
    thief.post("/logout-all").is(401, "TOKEN_REJECTED");
    assertThat(thief.post("/logout").is(204).cookie(ACCESS)).contains("Max-Age=0");
    browser.get("/me").is(200);
    node.get("/me").bearer(app.at("/access_token")).send().is(200);
  }

  @Test
  @DisplayName(
      "[L27] a page that is listed for bearer only gets no cookie and has none taken, whatever it shows")
  void a_page_listed_for_bearer_has_nothing_to_do_with_cookies() {
    String login = resident();
    Call any = node.post("/login", "email", login, "password", PASSWORD)
        .bearer("whatever it is")
        .header("Origin", Node.MINI_APP);
    Reply in = any.send().is(200);
    assertThat(in.cookies()).isEmpty();
    assertThat(in.at("/access_token")).isNotEmpty();
    any.header("X-Auth-Transport", "cookie").send().is(403, "FOREIGN_ORIGIN");
    any.header("X-Auth-Transport", "bearer").send().is(200);
    Browser browser = signedIn();
    for (String path : List.of("/logout-all", "/logout", "/refresh")) {
      node.post(path)
          .header("Origin", Node.MINI_APP)
          .header("X-Auth-Transport", "bearer")
          .header("Cookie", ACCESS + "=" + browser.cookie(ACCESS))
          .send()
          .is(403, "FOREIGN_ORIGIN");
    }
    browser.get("/me").is(200);
  }

  @Test
  @DisplayName(
      "[L19] two credentials of one name are refused where they are read, whichever comes first")
  void two_credentials_of_one_name_are_refused() {
    Browser browser = signedIn();
    Browser other = signedIn();
    for (String cookies :
        List.of(ACCESS + "=%s; " + ACCESS + "=%s", ACCESS + "=; " + ACCESS + "=%2$s; a=%1$s")) {
      for (Call call : List.of(node.get("/me"), node.post("/logout-all"))) {
        Reply refused = call.header(
                "Cookie", cookies.formatted(browser.cookie(ACCESS), other.cookie(ACCESS)))
            .header("Origin", Node.ORIGIN)
            .send()
            .is(400, "MALFORMED_REQUEST");
        assertThat(refused.cookies())
            .hasSize(2)
            .allMatch(cookie -> cookie.startsWith(ACCESS + "=;") && cookie.contains("Max-Age=0"))
            .anyMatch(cookie -> cookie.contains("; Path=/;"))
            .anyMatch(cookie -> cookie.contains("; Path=" + prefix() + ";"));
      }
    }
    Reply refused = node.post("/refresh")
        .header("Cookie", REFRESH + "=" + browser.cookie(REFRESH))
        .also("Cookie", REFRESH + "=" + other.cookie(REFRESH))
        .header("Origin", Node.ORIGIN)
        .send()
        .is(400, "MALFORMED_REQUEST");
    assertThat(refused.cookies())
        .hasSize(2)
        .allMatch(cookie -> cookie.startsWith(REFRESH + "=;") && cookie.contains("Max-Age=0"))
        .anyMatch(cookie -> cookie.contains("; Path=/api/v1/auth;"))
        .anyMatch(cookie -> cookie.contains("; Path=" + prefix() + "/api/v1/auth;"));
    String app =
        node.post("/login", "email", resident(), "password", PASSWORD).send().at("/access_token");
    for (String second : List.of("Bearer " + app, "Basic x", "Bearer x")) {
      node.get("/me").bearer(app).also("Authorization", second).send().is(400, "MALFORMED_REQUEST");
    }
    node.get("/me").bearer(app).header("Cookie", "a=1; a=2").send().is(200);
    browser.get("/me").is(200);
    other.get("/me").is(200);
  }

  private static String prefix() {
    return "/realms/" + node.house.realm().key();
  }

  @Test
  @DisplayName("[L19] who signs in at both paths of a realm has cookies twice, and gets over it")
  void a_double_of_one_s_own_heals() {
    String login = resident();
    Browser browser = node.browser();
    browser.post("/login", "email", login, "password", PASSWORD).is(200);
    below(browser, "POST", "/login", "email", login, "password", PASSWORD).is(200);

    below(
            browser,
            "POST",
            "/register",
            "login",
            "u" + Fixtures.unique().substring(0, 12),
            "password",
            PASSWORD,
            "tos_accepted",
            "true")
        .is(201);
    below(browser, "GET", "/me").is(400, "MALFORMED_REQUEST");
    below(browser, "GET", "/me").is(401, "TOKEN_REQUIRED");
    below(browser, "POST", "/refresh").is(200);
    below(browser, "GET", "/me").is(200);
    browser.get("/me").is(401, "TOKEN_REQUIRED");
  }

  private static Reply below(Browser browser, String method, String path, String... members) {
    String whole = prefix() + Routes.AUTH + path;
    return browser.send(node.call(method, whole).json(members), whole);
  }

  @Test
  @DisplayName(
      "[L23] who signs out with doubled tokens ends every session whose token it is, and keeps no token")
  void signing_out_with_doubled_tokens() {
    Browser browser = signedIn();
    Browser other = signedIn();
    Reply out = node.post("/logout")
        .header("Origin", Node.ORIGIN)
        .header(
            "Cookie",
            "%1$s=%2$s; %1$s=%3$s; %4$s=%5$s; %4$s=%6$s"
                .formatted(
                    ACCESS,
                    browser.cookie(ACCESS),
                    other.cookie(ACCESS),
                    REFRESH,
                    browser.cookie(REFRESH),
                    other.cookie(REFRESH)))
        .send()
        .is(204);
    assertThat(out.cookies()).hasSize(4).allMatch(cookie -> cookie.contains("Max-Age=0"));
    browser.get("/me").is(401, "TOKEN_REJECTED");
    other.get("/me").is(401, "TOKEN_REJECTED");
  }

  @Test
  @DisplayName("[L30] a cookie that a sibling host tossed keeps nobody from signing in")
  void tossed_cookies_keep_nobody_from_signing_in() {
    String login = resident();
    Browser browser = node.browser();
    browser.post("/login", "email", login, "password", PASSWORD).is(200);
    for (String name : List.of(ACCESS, REFRESH, "__Secure-gh_device", "__Host-gh_flow")) {
      browser.put(name, "tossed");
    }
    Call twice = node.post("/login", "email", login, "password", PASSWORD)
        .also("Cookie", "__Secure-gh_device=a; __Host-gh_flow=a");
    assertThat(browser.send(twice, Routes.AUTH + "/login").is(200).cookie("__Secure-gh_device"))
        .doesNotContain("tossed");
  }

  @Test
  @DisplayName("[L14] a browser's registration is finished by the cookie it was begun with")
  void the_flow_of_a_browser_is_a_cookie() {
    EmailAddress address =
        EmailAddress.parse("u" + Fixtures.unique().substring(0, 12) + "@example.com");
    String login = "u" + Fixtures.unique().substring(0, 12);
    Browser browser = node.browser();
    Reply registered = browser
        .post(
            "/register",
            "email",
            address.value(),
            "login",
            login,
            "password",
            PASSWORD,
            "tos_accepted",
            "true")
        .is(201);
    assertThat(registered.json().has("flow")).isFalse();
    assertThat(registered.cookie("__Host-gh_flow"))
        .contains("; Path=/;", "; Secure", "; HttpOnly")
        .doesNotContain("Domain");
    Reply verified = browser
        .post(
            "/verify-otp",
            "email",
            address.value(),
            "code",
            node.house.codeTo(address).reveal())
        .is(200);
    assertThat(verified.at("/user/login")).isEqualTo(login);
    assertThat(verified.cookie("__Host-gh_flow")).contains("Max-Age=0");
    assertThat(verified.json().has("access_token")).isFalse();
  }

  @Test
  @DisplayName(
      "[L30] the mark of a device that has signed in goes into a cookie, and for others into the body")
  void a_known_device_is_not_locked_out_by_strangers() {
    String login = resident();
    Browser owner = node.browser();
    owner.post("/login", "email", login, "password", PASSWORD).is(200);
    Reply app = node.post("/login", "email", login, "password", PASSWORD).send().is(200);
    owner.post("/logout").is(204);
    for (int i = 0; i < 6; i++) {
      node.post("/login", "email", login, "password", "wrong " + i).send();
    }
    Reply stranger = node.post("/login", "email", login, "password", PASSWORD).send();
    stranger.is(423, "LOCKED_OUT");
    assertThat(stranger.header("Retry-After")).isPresent();
    owner.post("/login", "email", login, "password", PASSWORD).is(200);
    node.post("/login", "email", login, "password", PASSWORD, "device_mark", app.at("/device_mark"))
        .send()
        .is(200);
  }
}
