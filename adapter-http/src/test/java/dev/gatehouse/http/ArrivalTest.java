package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Bodies that come slowly. */
class ArrivalTest {
  /** More than there are threads where a request has one. */
  private static final int CROWD = 300;

  private static final String HEADERS = """
      POST /api/v1/auth/login HTTP/1.1\r
      Host: %s\r
      Content-Type: application/json\r
      Content-Length: 60000\r
      """.formatted(Node.HOST);

  @Test
  @DisplayName("[L38] a crowd that does not finish its bodies keeps nobody else waiting")
  void unfinished_bodies_keep_nobody_waiting() throws Exception {
    try (Node node = Node.production()) {
      List<Socket> crowd = new ArrayList<>();
      try {
        for (int i = 0; i < CROWD; i++) {
          crowd.add(sending(node, HEADERS + "\r\n{"));
        }
        node.call("GET", "/health").send().is(200);
        node.post("/login", "login_or_email", "nobody", "password", "a wrong guess")
            .send()
            .is(401);
      } finally {
        for (Socket one : crowd) {
          one.close();
        }
      }
    }
  }

  @Test
  @DisplayName("[L38] a crowd that fills all the room for bodies keeps out nobody with a small one")
  void a_crowd_that_fills_the_room_keeps_nobody_out() throws Exception {
    try (Node node = Node.production()) {
      List<Socket> crowd = new ArrayList<>();
      try {
        for (int i = 0; i < CROWD; i++) {
          crowd.add(pouring(node));
        }
        node.call("GET", "/health").send().is(200);
        node.post("/login", "login_or_email", "nobody", "password", "a wrong guess")
            .send()
            .is(401);
      } finally {
        for (Socket one : crowd) {
          one.close();
        }
      }
    }
  }

  @Test
  @DisplayName(
      "[L38] of a crowd that does not finish its bodies no more are kept than there is room for; whose body comes along is answered")
  void no_more_are_kept_than_there_is_room_for() throws Exception {
    int kept = Room.of(Runtime.getRuntime().maxMemory()).slowBodies();
    try (Node node = Node.production()) {
      List<Socket> crowd = new ArrayList<>();
      try {
        for (int i = 0; i < kept; i++) {
          crowd.add(sending(node, HEADERS + "\r\n{"));
        }
        // where all of those before have been read is not to be seen: one of some is too many
        assertThat(refused(node, crowd)).startsWith("HTTP/1.1 503 ").contains("Retry-After: ");
        try (Socket whole = sending(node, HEADERS.replace("60000", "2") + "\r\n{}")) {
          assertThat(new String(whole.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
              .isEqualTo("HTTP/1.1 400");
        }
      } finally {
        for (Socket one : crowd) {
          one.close();
        }
      }
    }
  }

  /** Sends more until one is refused; its answer. */
  private static String refused(Node node, List<Socket> crowd) throws IOException {
    for (int i = 0; i < CROWD; i++) {
      Socket one = sending(node, HEADERS + "\r\n{");
      crowd.add(one);
      one.setSoTimeout(100);
      try {
        return new String(one.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      } catch (SocketTimeoutException kept) {
        // there was room for it still
      }
    }
    throw new AssertionError("nobody is refused");
  }

  /** All of its body but the end. */
  private static Socket pouring(Node node) throws IOException {
    Socket socket = sending(node, HEADERS + "\r\n");
    try {
      socket.getOutputStream().write(new byte[59_000]);
    } catch (IOException refused) {
      // there was no room for it any more
    }
    return socket;
  }

  @Test
  @DisplayName("[L38] a body that comes byte by byte is not waited for forever")
  void a_body_is_not_waited_for_forever() throws Exception {
    MockClock clock = new MockClock();
    try (Node node = Node.by(clock);
        Socket slow = sending(node, HEADERS + "Expect: 100-continue\r\n\r\n")) {
      byte[] goOn = slow.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
      assertThat(new String(goOn, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100 ");

      clock.add(Duration.ofSeconds(11));
      slow.getOutputStream().write(' ');

      String answer = new String(slow.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("REQUEST_TIMEOUT");
    }
  }

  private static Socket sending(Node node, String beginning) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port());
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }
}
