package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.fixture.Fixtures;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
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
    return call.header("X-Forwarded-For", network());
  }

  private static String network() {
    String unique = Fixtures.unique();
    return "2001:db8:" + unique.substring(0, 4) + ":" + unique.substring(4, 8) + "::1";
  }

  private static String credential(Node node, String access) {
    return switch (access) {
      case "OPERATIONS" -> Node.METRICS_TOKEN;
      case "BOT_SECRET" -> Node.BOT_SECRET;
      case "SERVICE" -> Node.basic(Node.SERVICE, Node.SERVICE_SECRET);
      // nobody's, but of the shape
      case "TICKET" -> "A".repeat(43);
      default -> token(node);
    };
  }

  private static String token(Node node) {
    String login = "u" + Fixtures.unique().substring(0, 12);
    from(node.post("/register", "login", login, "password", PASSWORD, "tos_accepted", "true"))
        .send()
        .is(201);
    return from(node.post("/login", "email", login, "password", PASSWORD))
        .send()
        .is(200)
        .at("/access_token");
  }

  @TestFactory
  @DisplayName("[L38] two hundred malformed requests a route, of each kind as many, give no 5xx")
  Stream<DynamicTest> two_hundred_malformed_requests_a_route() {
    return eachRoute(route -> batter(node, route, ROUNDS));
  }

  /** At a node of its own each: what it keeps in memory it copies at each change, and the accounts of eighty routes are many. */
  @TestFactory
  @Tag("thorough")
  @DisplayName("[L38] ten thousand malformed requests a route, of each kind as many, give no 5xx")
  Stream<DynamicTest> ten_thousand_malformed_requests_a_route() {
    return eachRoute(route -> {
      try (Node battered = Node.behindProxy()) {
        batter(battered, route, THOROUGH_ROUNDS);
      }
    });
  }

  private static Stream<DynamicTest> eachRoute(Consumer<Malformations.Route> batter) {
    return malformations().routes().stream()
        .map(route -> DynamicTest.dynamicTest("[L38] " + route, () -> batter.accept(route)));
  }

  private static Malformations malformations() {
    return Malformations.of(node.call("GET", "/openapi.json").send().body());
  }

  private static void batter(Node battered, Malformations.Route route, int rounds) {
    malformations()
        .batter(
            route,
            rounds,
            Node.ORIGIN,
            () -> credential(battered, route.access()),
            request -> send(battered, request));
    assertThat(battered.unexpected).isEmpty();
  }

  private static int send(Node battered, Malformations.Request request) {
    Call call = new Call(battered, request.method(), request.target()).header("Host", Node.HOST);
    for (int i = 0; i < request.headers().size(); i += 2) {
      call.also(request.headers().get(i), request.headers().get(i + 1));
    }
    return call.also("X-Forwarded-For", network())
        .body("", request.body())
        .send()
        .status();
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
  @DisplayName("[L38] languages that are none are no fault of ours")
  void languages_that_are_none() {
    for (String languages : List.of("-", "--", "de,-", ";q=", "en;q=2", "*-*", ",")) {
      from(node.post("/register")).header("Accept-Language", languages).send().is(422);
    }
    assertThat(node.unexpected).isEmpty();
  }

  @Test
  @DisplayName("[L38] a query that can not be decoded is no fault of ours")
  void a_query_that_can_not_be_decoded() {
    String token = token(node);
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
    assertThat(reply.header("Allow")).contains("DELETE, GET, HEAD, OPTIONS, PATCH");
    assertThat(node.call("OPTIONS", "/api/v1/auth/login").send().is(204).header("Allow"))
        .contains("OPTIONS, POST");
    node.call("GET", "/api/v1/auth/login/").send().is(404, "NOT_FOUND");
    assertThat(node.call("HEAD", "/api/v1/auth/me").send().status()).isEqualTo(401);
    assertThat(node.call("HEAD", "/health").send().is(200).body()).isEmpty();
  }
}
