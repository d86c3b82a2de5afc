package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What Jetty refuses before any filter of ours is a problem like all others, with the same headers. */
class JettysOwnAnswersTest {
  private static final String HOST = "Host: id.example.com\r\n";
  private static final String END = "Connection: close\r\n\r\n";

  private static Node node;

  @BeforeAll
  static void start() {
    node = Node.production();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @TestFactory
  @DisplayName("[L38] each thing that Jetty answers by itself is a problem")
  Stream<DynamicTest> each_is_a_problem() {
    Map<String, Integer> expected = Map.ofEntries(
        Map.entry("garbage\r\n\r\n", 400),
        Map.entry("\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n", 400),
        Map.entry("GET /%zz HTTP/1.1\r\n" + HOST + END, 400),
        Map.entry("GET /%00 HTTP/1.1\r\n" + HOST + END, 400),
        Map.entry("GET /api/v1/auth/%2e%2e/me HTTP/1.1\r\n" + HOST + END, 400),
        Map.entry("GET /api/v1%2fauth/me HTTP/1.1\r\n" + HOST + END, 400),
        Map.entry("GET nowhere HTTP/1.1\r\n" + HOST + END, 400),
        Map.entry("GET / HTTP/1.1\r\n" + END, 400),
        Map.entry("GET / HTTP/1.1\r\n" + HOST + HOST + END, 400),
        Map.entry("GET / HTTP/1.1\r\nHost: a b\r\n" + END, 400),
        Map.entry("GET / HTTP/1.1\r\nHost: id.example.com:99999999\r\n" + END, 400),
        Map.entry(
            "POST /api/v1/auth/login HTTP/1.1\r\n" + HOST + "Content-Length: x\r\n" + END, 400),
        Map.entry(
            "POST /api/v1/auth/login HTTP/1.1\r\n" + HOST + "Content-Length: -1\r\n" + END, 400),
        Map.entry(
            "POST /api/v1/auth/login HTTP/1.1\r\n" + HOST
                + "Content-Length: 3\r\nContent-Length: 4\r\n" + END + "{}",
            400),
        Map.entry(
            "POST /api/v1/auth/login HTTP/1.1\r\n" + HOST
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n" + END
                + "zz\r\n{}\r\n0\r\n\r\n",
            400),
        Map.entry("GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(20_000) + "\r\n" + END, 431),
        Map.entry("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n" + HOST + END, 414),
        Map.entry("GET / HTTP/1.1\r\n" + HOST + "Bad Name: x\r\n" + END, 400),
        Map.entry("GET / HTTP/7.3\r\n" + HOST + END, 505),
        Map.entry("OPTIONS * HTTP/1.1\r\n" + HOST + END, 404),
        Map.entry("CONNECT id.example.com:443 HTTP/1.1\r\n" + HOST + END, 400),
        Map.entry("TRACE /health HTTP/1.1\r\n" + HOST + END, 405),
        Map.entry("BREW /health HTTP/1.1\r\n" + HOST + END, 405),
        Map.entry("GET http://evil.example/health HTTP/1.1\r\n" + HOST + END, 400),
        Map.entry("GET /api/v1/auth/me HTTP/1.1\r\nHost: evil.example\r\n" + END, 421),
        Map.entry("GET /api/v1/auth/me HTTP/1.1\r\n" + HOST + "Expect: x\r\n" + END, 417),
        Map.entry(
            "POST /api/v1/auth/login HTTP/1.1\r\n" + HOST + "Transfer-Encoding: gzip\r\n" + END
                + "{}",
            400),
        Map.entry(
            "POST /api/v1/auth/login HTTP/1.1\r\n" + HOST
                + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n" + END
                + "2\r\n{}\r\n0\r\n\r\n",
            400),
        Map.entry("GET / HTTP/1.1\r\n" + HOST + "X-A: a\r\n b\r\n" + END, 400),
        Map.entry("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 426),
        Map.entry(
            "GET /api/v1/auth/me HTTP/1.1\r\n" + HOST
                + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nConnection: Upgrade, HTTP2-Settings, close\r\n\r\n",
            401),
        Map.entry("GET /nowhere HTTP/1.0\r\n\r\n", 421));
    return expected.entrySet().stream()
        .map(one -> DynamicTest.dynamicTest(
            one.getValue() + " "
                + one.getKey().replaceAll("[^ -~]+", " ").replaceAll("(a{20})a+", "$1…"),
            () -> problem(one.getKey(), one.getValue())));
  }

  private static void problem(String request, int status) {
    Reply reply = RawSocket.send(node, request);
    reply.is(status);
    assertThat(reply.at("/code")).isNotEmpty();
    assertThat(reply.text()).doesNotContain("jetty").doesNotContain("Exception");
  }

  @Test
  @DisplayName("[L38] who is hung up on is told so, and loses no later request to that")
  void who_is_hung_up_on_is_told_so() {
    for (String target : List.of("/%zz", "/api/v1/auth/devices/%00")) {
      Reply reply = RawSocket.send(node, "GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(reply.is(400).header("Connection")).contains("close");
    }
  }

  @Test
  @DisplayName("[L38] a body that stops short is a problem of the client's")
  void a_body_that_stops_short() {
    RawSocket.sendAndHangUp(
            node,
            "POST /api/v1/auth/login HTTP/1.1\r\n" + HOST
                + "Content-Type: application/json\r\nContent-Length: 10\r\n" + END + "{}")
        .is(400, "MALFORMED_REQUEST");
  }

  @Test
  void an_upgrade_to_a_web_socket_is_no_way_around_the_filters() {
    Reply reply = RawSocket.send(
        node,
        "GET /api/v1/auth/me HTTP/1.1\r\n" + HOST
            + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    reply.is(401, "TOKEN_REQUIRED");
  }

  @Test
  void a_request_id_of_the_client_s_is_taken_if_it_can_be_one() {
    assertThat(node.call("GET", "/health")
            .header("X-Request-ID", "abc-1.2_3")
            .send()
            .header("X-Request-ID"))
        .contains("abc-1.2_3");
    for (String bad : new String[] {"a b", "x".repeat(65), "<script>", "a;b"}) {
      assertThat(
              node.call("GET", "/health").header("X-Request-ID", bad).send().header("X-Request-ID"))
          .isPresent()
          .get()
          .isNotEqualTo(bad);
    }
  }
}
