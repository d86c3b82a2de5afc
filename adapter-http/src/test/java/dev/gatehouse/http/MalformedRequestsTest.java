package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.fixture.Fixtures;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever is sent, the answer is a problem of the client's, never a fault of ours. */
class MalformedRequestsTest {
  private static final int ROUNDS = 200;
  private static final String PASSWORD = "a good long passphrase";
  private static final List<String> TYPES = List.of(
      "application/json", "application/json; charset=utf-8", "text/plain", "", "application/xml");
  private static final List<String> BODIES = List.of(
      "",
      "{",
      "[]",
      "null",
      "1e999",
      "{\"a\":1}{\"b\":2}",
      "{\"a\":1e99999999}",
      "\u0000",
      "{\"email\":\"\\ud800\"}",
      "{\"email\":{\"email\":[]},\"password\":[]}",
      "[".repeat(5000),
      "{\"a\":".repeat(5000),
      "{\"email\":\"" + "a".repeat(60_000) + "\"}",
      "{\"email\":\"a@b.cc\",\"email\":\"a@b.cc\"}",
      "{\"password\":\"\\u0000\",\"login_or_email\":\"\\u0000@\\u0000\"}",
      "\ufeff{}");

  private static Node node;
  private static String login;

  @BeforeAll
  static void start() {
    node = Node.production();
    login = "u" + Fixtures.unique().substring(0, 12);
    node.post("/register", "login", login, "password", PASSWORD, "tos_accepted", "true")
        .send()
        .is(201);
  }

  private static String token() {
    return node.post("/login", "email", login, "password", PASSWORD)
        .send()
        .is(200)
        .at("/access_token");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @TestFactory
  @DisplayName("[L38] two hundred malformed requests a route give no 5xx")
  Stream<DynamicTest> two_hundred_malformed_requests_a_route() {
    return new Routes(node.surroundings())
        .all().stream()
            .filter(route -> route.access() != Access.DEVELOPMENT)
            .map(route ->
                DynamicTest.dynamicTest(route.verb() + " " + route.path(), () -> batter(route)));
  }

  private static void batter(Route route) {
    Random random = new Random(route.path().hashCode());
    String token = token();
    for (int i = 0; i < ROUNDS; i++) {
      Call call = call(route, random, token);
      Reply reply = call.send();
      assertThat(reply.status())
          .as("round %d of %s: %s", i, route.path(), reply.text())
          .isLessThan(500);
    }
    assertThat(node.unexpected).isEmpty();
  }

  private static Call call(Route route, Random random, String token) {
    String id = pick(random, List.of("x", "%20", "..%3b", "0".repeat(36), "a".repeat(300)));
    String query = pick(
        random,
        List.of(
            "",
            "?",
            "?limit=%zz",
            "?limit=9999999999&cursor=",
            "?cursor=%ff",
            "?" + "a=1&".repeat(500)));
    Call call = node.call(
        route.verb().name(), route.path().replace("{id}", id) + query.replace("%zz", "%25zz"));
    if (random.nextInt(3) > 0 && route.access() == Access.SIGNED_IN) {
      call.bearer(token);
    }
    if (random.nextInt(6) == 0) {
      call.header(
          "Cookie",
          pick(
              random,
              List.of(
                  "__Secure-gh_access_token=x",
                  "=;=",
                  "a=\"",
                  "$Version=1; x=y",
                  "\u00e4=\u00e4")));
    }
    if (random.nextInt(8) == 0) {
      call.header(
          pick(
              random,
              List.of(
                  "Origin",
                  "X-Auth-Transport",
                  "Sec-Fetch-Site",
                  "X-Forwarded-For",
                  "Authorization",
                  "Accept")),
          pick(
              random,
              List.of(
                  "null",
                  "http://",
                  "cookie",
                  "bearer",
                  "same-origin",
                  "Bearer",
                  "Basic x",
                  "a, b, c",
                  "\"")));
    }
    if (route.verb().hasBody()) {
      byte[] body = random.nextInt(4) == 0
          ? noise(random)
          : body(route, random).getBytes(StandardCharsets.UTF_8);
      call.body(pick(random, TYPES), body);
    }
    return call;
  }

  private static byte[] noise(Random random) {
    byte[] bytes = new byte[random.nextInt(200) + 1];
    random.nextBytes(bytes);
    return bytes;
  }

  /** One of the known bad ones, or the route's own fields with values of any kind. */
  private static String body(Route route, Random random) {
    if (random.nextInt(3) == 0) {
      return pick(random, BODIES);
    }
    List<String> values = List.of(
        "null",
        "true",
        "1",
        "-0.0",
        "{}",
        "[[]]",
        "\"\"",
        "\"x\"",
        "\"a@b\"",
        "\"\u0000\"".replace("\u0000", "\\u0000"),
        "\"\\udfff\"",
        "\"" + "z".repeat(1025) + "\"",
        "\"\u202e\ud83d\ude00\"");
    return route.body().all().stream()
        .map(field -> "\"" + field.name() + "\":" + pick(random, values))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static <T> T pick(Random random, List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  @Test
  @DisplayName("[L38] a body over 64 KiB is refused, with its length said or not")
  void a_body_that_is_too_long() {
    byte[] large = IntStream.range(0, 70_000)
        .mapToObj(i -> " ")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.US_ASCII);
    node.call("POST", "/api/v1/auth/login")
        .body("application/json", large)
        .send()
        .is(413, "PAYLOAD_TOO_LARGE");
    StringBuilder chunked =
        new StringBuilder("POST /api/v1/auth/login HTTP/1.1\r\nHost: id.example.com\r\n"
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 70; i++) {
      chunked.append("400\r\n").append(" ".repeat(1024)).append("\r\n");
    }
    RawSocket.send(node.port(), chunked + "0\r\n\r\n").is(413, "PAYLOAD_TOO_LARGE");
  }

  @Test
  void json_is_read_strictly_and_every_flaw_is_told_at_once() {
    Reply reply = node.call("POST", "/api/v1/auth/login")
        .body("{\"login_or_email\":7,\"remember_me\":\"yes\",\"unknown\":{}}")
        .send()
        .is(422, "VALUE_REJECTED");
    assertThat(reply.json().path("errors")).hasSize(3);
    assertThat(reply.at("/errors/0/pointer")).isEqualTo("/login_or_email");
    assertThat(reply.at("/errors/0/received")).isEqualTo("a number");
    Reply twice = node.call("POST", "/api/v1/auth/login")
        .body("{\"password\":\"a\",\"device\":{\"x\":1,\"x\":2}}")
        .send()
        .is(422, "VALUE_REJECTED");
    assertThat(twice.at("/errors/0/pointer")).isEqualTo("/device/x");
    node.call("POST", "/api/v1/auth/login")
        .body("{\"login_or_email\":\"a\",\"email\":\"b\",\"password\":\"c\"}")
        .send()
        .is(422, "VALUE_REJECTED");
    node.call("POST", "/api/v1/auth/login").body("{}x").send().is(400, "MALFORMED_JSON");
    node.call("POST", "/api/v1/auth/login")
        .body("{\"a\":".repeat(9) + "1" + "}".repeat(9))
        .send()
        .is(400, "MALFORMED_JSON");
    node.call("POST", "/api/v1/auth/login")
        .body("application/x-www-form-urlencoded", new byte[] {'a'})
        .send()
        .is(415, "UNSUPPORTED_MEDIA_TYPE");
    node.call("POST", "/api/v1/auth/login").send().is(422, "VALUE_REJECTED");
    node.call("POST", "/api/v1/auth/login")
        .body("{}")
        .header("Content-Encoding", "gzip")
        .send()
        .is(415, "UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  @DisplayName("[L38] a query that can not be decoded is no fault of ours")
  void a_query_that_can_not_be_decoded() {
    String token = token();
    for (String query :
        List.of("limit=%zz", "cursor=%", "limit=%c3%28", "%00=%00", "&&&=", "limit=1;limit=2")) {
      Reply reply = RawSocket.send(
          node.port(),
          "GET /api/v1/auth/security-events?" + query + " HTTP/1.1\r\nHost: id.example.com\r\n"
              + "Authorization: Bearer " + token + "\r\nConnection: close\r\n\r\n");
      assertThat(reply.status()).as(query).isIn(200, 400, 422);
    }
  }

  @Test
  void other_methods_are_told_which_there_are() {
    Reply reply = node.call("PUT", "/api/v1/auth/me").send().is(405, "METHOD_NOT_ALLOWED");
    assertThat(reply.header("Allow")).contains("GET, HEAD, OPTIONS, PATCH");
    assertThat(node.call("OPTIONS", "/api/v1/auth/login").send().is(204).header("Allow"))
        .contains("OPTIONS, POST");
    node.call("GET", "/api/v1/auth/login/").send().is(404, "NOT_FOUND");
    assertThat(node.call("HEAD", "/api/v1/auth/me").send().status()).isEqualTo(401);
    assertThat(node.call("HEAD", "/health").send().is(200).body()).isEmpty();
  }
}
