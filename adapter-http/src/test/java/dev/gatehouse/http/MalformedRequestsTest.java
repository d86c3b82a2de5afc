package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.fixture.Fixtures;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever is sent, the answer is a problem of the client's, never a fault of ours. */
class MalformedRequestsTest {
  private static final int ROUNDS = 200;
  private static final int THOROUGH_ROUNDS = 10_000;
  private static final String PASSWORD = "a good long passphrase";
  private static final List<String> TYPES = List.of(
      "text/plain",
      "application/xml",
      "application/x-www-form-urlencoded",
      "application/json; charset=utf-16",
      "application/jsonp",
      ";",
      "multipart/form-data; boundary=x");
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

  private static final List<String> VALUES = List.of(
      "null",
      "true",
      "1",
      "-0.0",
      "{}",
      "[[]]",
      "\"\"",
      "\"x\"",
      "\"a@b\"",
      "\"\\u0000\"",
      "\"\\udfff\"",
      "\"" + "z".repeat(1025) + "\"",
      "\"\u202e\ud83d\ude00\"");

  private static Node node;

  @BeforeAll
  static void start() {
    node = Node.behindProxy();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /** From a network of its own, as its proxy says, so that no limit for clients is ever reached. */
  private static Call from(Call call) {
    String unique = Fixtures.unique();
    return call.header(
        "X-Forwarded-For",
        "2001:db8:" + unique.substring(0, 4) + ":" + unique.substring(4, 8) + "::1");
  }

  private static String token() {
    String login = "u" + Fixtures.unique().substring(0, 12);
    from(node.post("/register", "login", login, "password", PASSWORD, "tos_accepted", "true"))
        .send()
        .is(201);
    return from(node.post("/login", "email", login, "password", PASSWORD))
        .send()
        .is(200)
        .at("/access_token");
  }

  /** What is malformed about a request that is good otherwise. */
  private enum Kind {
    PATH,
    QUERY,
    CREDENTIAL,
    COOKIE,
    HEADER,
    TYPE,
    NOISE,
    TEXT,
    FIELD;

    boolean of(Route route) {
      return switch (this) {
        case COOKIE -> route.ofRealm();
        case PATH -> route.ofRealm();
        case CREDENTIAL ->
          route.access() == Access.SIGNED_IN || route.access() == Access.OPERATIONS;
        case TYPE, NOISE, TEXT, FIELD -> !route.body().none();
        default -> true;
      };
    }
  }

  @TestFactory
  @DisplayName("[L38] two hundred malformed requests a route, of each kind as many, give no 5xx")
  Stream<DynamicTest> two_hundred_malformed_requests_a_route() {
    return eachRoute(ROUNDS);
  }

  @TestFactory
  @Tag("thorough")
  @DisplayName("[L38] ten thousand malformed requests a route, of each kind as many, give no 5xx")
  Stream<DynamicTest> ten_thousand_malformed_requests_a_route() {
    return eachRoute(THOROUGH_ROUNDS);
  }

  private static Stream<DynamicTest> eachRoute(int rounds) {
    return new Routes(node.surroundings())
        .served().stream()
            .map(route -> DynamicTest.dynamicTest(
                "[L38] " + route.verb() + " " + route.path(), () -> batter(route, rounds)));
  }

  private static void batter(Route route, int rounds) {
    Random random = new Random(route.path().hashCode());
    List<Kind> kinds =
        Arrays.stream(Kind.values()).filter(kind -> kind.of(route)).toList();
    String token = token();
    Map<Kind, Set<Integer>> seen = new EnumMap<>(Kind.class);
    for (int i = 0; i < rounds; i++) {
      Kind kind = kinds.get(i % kinds.size());
      Reply reply = call(route, kind, random, token).send();
      assertThat(reply.status())
          .as("round %d of %s, %s: %s", i, route.path(), kind, reply.text())
          .isLessThan(500)
          .isNotEqualTo(429);
      seen.computeIfAbsent(kind, k -> new TreeSet<>()).add(reply.status());
      if (reply.status() == 401 && route.access() == Access.SIGNED_IN) {
        // some of them sign out
        token = token();
      }
    }
    assertThat(node.unexpected).isEmpty();
    assertThat(seen.keySet()).containsExactlyElementsOf(kinds);
    reached(seen, Kind.TYPE, 415);
    reached(seen, Kind.TEXT, 400);
    reached(seen, Kind.CREDENTIAL, 401);
    reached(seen, Kind.COOKIE, 400);
    reached(seen, Kind.HEADER, 400);
    reached(seen, Kind.PATH, 404);
  }

  /** Where nothing of a kind got as far as to what judges it, the mix would prove nothing. */
  private static void reached(Map<Kind, Set<Integer>> seen, Kind kind, int status) {
    if (seen.containsKey(kind)) {
      assertThat(seen.get(kind)).as("of %s", kind).contains(status);
    }
  }

  private static Call call(Route route, Kind kind, Random random, String token) {
    String path = kind == Kind.PATH ? path(route, random) : route.path().replace("{id}", "0");
    String query = kind == Kind.QUERY ? query(random) : "";
    Call call = from(node.call(route.verb().name(), path + query));
    if (route.access() == Access.SIGNED_IN) {
      call.bearer(token);
    } else if (route.access() == Access.OPERATIONS) {
      call.bearer(Node.METRICS_TOKEN);
    }
    if (!route.body().none()) {
      body(call, route, kind, random);
    }
    switch (kind) {
      case CREDENTIAL -> call.header("Authorization", credential(random, token));
      case COOKIE -> call.header("Origin", Node.ORIGIN).header("Cookie", cookie(random));
      case HEADER -> header(call, random);
      default -> {
        // said already
      }
    }
    return call;
  }

  private static String path(Route route, Random random) {
    String id = pick(random, List.of("x", "%20", "..%3b", "0".repeat(36), "a".repeat(300), "%ff"));
    String realm =
        pick(random, List.of("", "/realms/%20", "/realms/nobody", "/realms/" + "a".repeat(300)));
    String prefix =
        route.ofRealm() && !(route.path().contains("{id}") && random.nextBoolean()) ? realm : "";
    return prefix + route.path().replace("{id}", id);
  }

  private static String query(Random random) {
    return pick(
        random,
        List.of(
            "?",
            "?limit=%25zz",
            "?limit=9999999999&cursor=",
            "?limit=0&limit=1",
            "?cursor=%ff",
            "?cursor=-1",
            "?to=%00",
            "?=&&==",
            "?" + "a=1&".repeat(500)));
  }

  private static String credential(Random random, String token) {
    return pick(
        random,
        List.of(
            "Bearer",
            "Bearer ",
            "Basic x",
            "bearer " + token.substring(1),
            "Bearer " + token + " " + token,
            "Bearer ..",
            "Bearer \u00e4",
            "Bearer " + "a".repeat(5000)));
  }

  private static String cookie(Random random) {
    String own = "__Secure-gh_access_token=";
    return pick(
        random,
        List.of(
            own + "x",
            own + "x; " + own + "y",
            "__Secure-gh_device=" + "a.".repeat(500),
            "__Host-gh_flow=x; __Host-gh_flow=x; __Secure-gh_access_token=; __Secure-gh_access_token=",
            "=;=",
            "a=\"",
            "$Version=1; x=y",
            "\u00e4=\u00e4"));
  }

  private static void header(Call call, Random random) {
    String name = pick(
        random,
        List.of(
            "Origin",
            "X-Auth-Transport",
            "Sec-Fetch-Site",
            "X-Forwarded-For",
            "Forwarded",
            "Accept",
            "User-Agent",
            "X-Request-ID",
            "Content-Encoding",
            "If-None-Match"));
    List<String> values = List.of(
        "null",
        "http://",
        "cookie",
        "bearer",
        "same-origin",
        "a, b, c",
        "\"",
        "",
        "x".repeat(3000),
        "\u00ff");
    call.header(name, pick(random, values));
    if (random.nextInt(3) == 0) {
      call.also("Authorization", "Basic x").also("Authorization", "Basic y");
    }
  }

  private static void body(Call call, Route route, Kind kind, Random random) {
    byte[] bytes = switch (kind) {
      case NOISE -> noise(random);
      case TEXT -> pick(random, BODIES).getBytes(StandardCharsets.UTF_8);
      case FIELD -> fields(route, random).getBytes(StandardCharsets.UTF_8);
      default -> good(route).getBytes(StandardCharsets.UTF_8);
    };
    call.body(
        kind == Kind.TYPE ? pick(random, TYPES) : "application/json",
        bytes.length == 0 ? new byte[] {' '} : bytes);
  }

  private static byte[] noise(Random random) {
    byte[] bytes = new byte[random.nextInt(200) + 1];
    random.nextBytes(bytes);
    return bytes;
  }

  /** What the route takes, of somebody like nobody else; a password is never the right one. */
  private static String good(Route route) {
    return route.body().all().stream()
        .map(field -> "\"" + field.name() + "\":"
            + switch (field.kind()) {
              case FLAG -> "true";
              case OBJECT -> "{\"a\":[1]}";
              case TEXT -> "\"" + text(field.name()) + "\"";
            })
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String text(String name) {
    String unique = "u" + Fixtures.unique().substring(0, 12);
    return switch (name) {
      case "email" -> unique + "@example.com";
      case "locale" -> "en";
      case "timezone" -> "Europe/Berlin";
      default -> unique;
    };
  }

  /** Of the good ones, some with values of any kind. */
  private static String fields(Route route, Random random) {
    return route.body().all().stream()
        .map(field -> "\"" + pick(random, field.names()) + "\":" + pick(random, VALUES))
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
    RawSocket.send(node, chunked + "0\r\n\r\n").is(413, "PAYLOAD_TOO_LARGE");
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
          node,
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
