package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MockClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
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
      "[L38] no more unfinished bodies are kept than there is room for; a body that comes along, and one that comes when there is room again, is taken in")
  void no_more_are_kept_than_there_is_room_for() throws Exception {
    Server server = new Server(0);
    Arrival arrival = new Arrival(Clock.SYSTEM, Duration.ofSeconds(10), 1);
    arrival.setHandler(new Telling());
    server.setHandler(arrival);
    server.start();
    int port = ((NetworkConnector) server.getConnectors()[0]).getLocalPort();
    try (Socket kept = sending(port, asking(2) + "Expect: 100-continue\r\n\r\n")) {
      // it is being read, and so it counts
      kept.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
      assertThat(answer(port, asking(2) + "\r\n{")).endsWith("refused");
      assertThat(answer(port, asking(2) + "\r\n{}")).endsWith("taken");

      kept.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(kept.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .endsWith("taken");
      try (Socket next = sending(port, asking(2) + "\r\n{")) {
        next.getOutputStream().write('}');
        assertThat(new String(next.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .endsWith("taken");
      }
    } finally {
      server.stop();
    }
  }

  private static String asking(int length) {
    return "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + length
        + "\r\n";
  }

  private static String answer(int port, String request) throws IOException {
    try (Socket socket = sending(port, request)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /** Says what became of the body. */
  private static final class Telling extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Content.Sink.write(response, true, told(request), callback);
      return true;
    }

    private static String told(Request request) {
      try {
        ((Bodies.Received) request.getAttribute(Bodies.Received.class.getName())).whole();
        return "taken";
      } catch (Rejection rejection) {
        return "refused";
      }
    }
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
    return sending(node.port(), beginning);
  }

  private static Socket sending(int port, String beginning) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }
}
