package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.fixture.Fixtures;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The realm comes from host or path, and from nothing else. */
class RealmsOverHttpTest {
  private static final String PASSWORD = "correct horse battery staple";

  private static Node node;

  @BeforeAll
  static void start() {
    node = Node.production();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Reply account(Call register, Call login) {
    String name = "u" + Fixtures.unique().substring(0, 12);
    register
        .json("login", name, "password", PASSWORD, "tos_accepted", "true")
        .send()
        .is(201);
    return login.json("login_or_email", name, "password", PASSWORD).send().is(200);
  }

  private static String other() {
    return "/realms/" + node.house.otherRealm().key();
  }

  @Test
  @DisplayName("[L16] a realm is chosen by host or path, and its tokens are refused in another")
  void by_host_or_path() {
    Reply byPath = account(
        node.call("POST", other() + Routes.AUTH + "/register"),
        node.call("POST", other() + Routes.AUTH + "/login"));
    String token = byPath.at("/access_token");
    assertThat(byPath.at("/user/realm")).isEqualTo(node.house.otherRealm().key().value());
    node.call("GET", other() + Routes.AUTH + "/me").bearer(token).send().is(200);
    node.get("/me").header("Host", Node.OTHER_HOST).bearer(token).send().is(200);
    node.get("/me").bearer(token).send().is(401, "TOKEN_REJECTED");
    node.post("/refresh", "refresh_token", byPath.at("/refresh_token"))
        .send()
        .is(401, "REFRESH_REJECTED");
  }

  @Test
  @DisplayName("[L16] no header of the client's chooses a realm; an unknown host is refused")
  void no_header_chooses() {
    for (String name : List.of("X-Forwarded-Host", "Forwarded", "X-Realm", "X-Original-Host")) {
      Reply keys = node.get("/me")
          .header(name, name.equals("Forwarded") ? "host=" + Node.OTHER_HOST : Node.OTHER_HOST)
          .send();
      keys.is(401, "TOKEN_REQUIRED");
    }
    for (String host : List.of(
        "evil.example",
        "id.example.com.evil.example",
        "id.example.com:444",
        "127.0.0.1:" + node.port(),
        "localhost")) {
      node.get("/me").header("Host", host).send().is(421, "MISDIRECTED_REQUEST");
      node.call("GET", "/nowhere").header("Host", host).send().is(421);
    }
    node.get("/me").header("Host", "ID.example.com:443").send().is(401);
  }

  @Test
  @DisplayName("[L16] host and path that name two realms are nowhere")
  void two_realms_are_none() {
    String first = "/realms/" + node.house.realm().key();
    node.call("GET", first + Routes.AUTH + "/me")
        .header("Host", Node.OTHER_HOST)
        .send()
        .is(404);
    node.call("GET", other() + Routes.AUTH + "/me")
        .header("Host", Node.OTHER_HOST)
        .send()
        .is(401);
    node.call("GET", "/realms/nobody" + Routes.AUTH + "/me").send().is(404, "NOT_FOUND");
    node.call("GET", other() + "/.well-known/jwks.json").send().is(200);
    node.call("GET", "/realms/nobody/.well-known/jwks.json").send().is(404);
    node.call("GET", other() + "/health").send().is(404);
  }

  @Test
  @DisplayName("[L27] the cookies of a realm below a path go no further than that path")
  void cookies_stay_below_the_prefix() {
    String name = "u" + Fixtures.unique().substring(0, 12);
    node.call("POST", other() + Routes.AUTH + "/register")
        .json("login", name, "password", PASSWORD, "tos_accepted", "true")
        .send()
        .is(201);
    Reply in = node.call("POST", other() + Routes.AUTH + "/login")
        .json("login_or_email", name, "password", PASSWORD)
        .header("Origin", Node.ORIGIN)
        .send()
        .is(200);
    assertThat(in.cookie("__Secure-other_access_token")).contains("; Path=" + other() + ";");
    assertThat(in.cookie("__Secure-other_refresh_token"))
        .contains("; Path=" + other() + "/api/v1/auth;");
  }
}
