package dev.gatehouse.app.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.app.Serving;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A page tries to read the tokens of the browser it runs in. */
class BrowserTokensTest {
  private final Serving server = Serving.shared();

  @Test
  @DisplayName(
      "[L19][L27] a browser's tokens are in cookies that no page can read, on every way to them, and in no body")
  void tokens_never_reach_a_page() {
    Browser browser = new Browser(server);
    Person other = new Person(
        server, Serving.HOST, Person.aLogin(), Person.anAddress(), Person.aPassword(), "192.0.2.9");
    browser
        .post(
            "/register",
            "login",
            other.login(),
            "email",
            other.email(),
            "password",
            other.password(),
            "tos_accepted",
            true)
        .is(201);
    assertHidden(
        browser,
        browser.post(
            "/verify-otp",
            "email",
            other.email(),
            "code",
            new Tables(server).codeTo(other.email())));
    assertHidden(browser, browser.post("/refresh"));
    assertHidden(browser, browser.get("/me"));
    assertHidden(browser, browser.get("/devices"));
    assertHidden(browser, browser.signIn(other));

    Reply left = browser.post("/logout").is(204);
    assertThat(left.cookies())
        .allMatch(cookie -> cookie.contains("=; ") && cookie.contains("Max-Age=0"))
        .anyMatch(cookie -> cookie.startsWith("__Secure-main_access_token=; Path=/;"))
        .anyMatch(cookie -> cookie.startsWith("__Secure-main_refresh_token=; Path=/api/v1/auth;"));
    browser.get("/me").is(401, "TOKEN_REQUIRED");
  }

  private static void assertHidden(Browser browser, Reply reply) {
    reply.is(200);
    assertThat(browser.cookies()).isNotEmpty();
    browser.cookies().values().forEach(value -> assertThat(reply.text()).doesNotContain(value));
    assertThat(reply.json().has("access_token")).isFalse();
    assertThat(reply.json().has("refresh_token")).isFalse();
    for (String cookie : reply.cookies()) {
      assertThat(cookie).startsWith("__").contains("; HttpOnly", "; Secure", "; SameSite=Lax");
      assertThat(cookie).doesNotContain("Domain=");
      if (cookie.contains("refresh_token")) {
        assertThat(cookie).contains("; Path=/api/v1/auth;");
      }
      if (cookie.contains("device")) {
        // the second factor is asked for its mark too
        assertThat(cookie).contains("; Path=/api/v1;");
      }
    }
  }

  @Test
  @DisplayName(
      "[L19][L27] a page that asks for its tokens in the body gets none, whichever way it asks")
  void a_page_gets_no_tokens_in_the_body() {
    Person person = Person.named(server);
    for (String origin : List.of("https://" + Serving.HOST, "https://app.example.net")) {
      Reply reply = person
          .login(person.password())
          .header("Origin", origin)
          .header("X-Auth-Transport", "bearer")
          .send()
          .is(403);
      assertThat(reply.text()).doesNotContain("gtr_", "eyJ");
    }
    Browser browser = new Browser(server);
    browser.signIn(person);
    Reply out = Call.post(server, "/refresh", "refresh_token", browser.cookie("refresh_token"))
        .send();
    out.is(401, "REFRESH_REJECTED");
  }

  @Test
  @DisplayName(
      "[L19][L27] a page that is listed for it gets its tokens in the body and no cookie, and nothing by its visitor's cookies; one that is not gets neither")
  void a_listed_page_gets_tokens_and_no_cookies() {
    Person person = Person.named(server);
    Reply signedIn = listed(person.login(person.password())).is(200);
    assertThat(signedIn.refresh()).startsWith("gtr_");
    assertThat(listed(person.get("/me").bearer(signedIn.access())).is(200).at("/login"))
        .isEqualTo(person.login());
    Reply refreshed =
        listed(person.post("/refresh", "refresh_token", signedIn.refresh())).is(200);
    assertThat(refreshed.refresh()).startsWith("gtr_");

    Browser visitor = new Browser(server);
    visitor.signIn(person);
    Call stolen = Call.post(server, "/refresh")
        .header("Origin", Serving.BEARER_PAGE)
        .header("X-Auth-Transport", "bearer");
    Reply refused = visitor.send(stolen, "/api/v1/auth/refresh").is(403, "FOREIGN_ORIGIN");
    assertThat(refused.header("Access-Control-Allow-Credentials")).isEmpty();

    Reply unlisted = person
        .login(person.password())
        .header("Origin", Serving.BEARER_PAGE + ".evil.example")
        .header("X-Auth-Transport", "bearer")
        .send()
        .is(403);
    assertThat(unlisted.cookies()).isEmpty();
    assertThat(unlisted.text()).doesNotContain("gtr_", "eyJ");
  }

  private static Reply listed(Call call) {
    Reply reply = call.header("Origin", Serving.BEARER_PAGE)
        .header("X-Auth-Transport", "bearer")
        .send();
    assertThat(reply.cookies()).isEmpty();
    assertThat(reply.header("Access-Control-Allow-Origin")).contains(Serving.BEARER_PAGE);
    assertThat(reply.header("Access-Control-Allow-Credentials")).isEmpty();
    return reply;
  }
}
