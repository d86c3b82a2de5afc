package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.House;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connections on which nothing moves. */
@Tag("thorough")
class IdleConnectionsTest {
  private static final String ASK = "GET /health HTTP/1.1\r\nHost: " + Node.HOST + "\r\n\r\n";

  /** Of a body that never comes. */
  private static final String ANNOUNCE = "POST /api/v1/auth/login HTTP/1.1\r\nHost: " + Node.HOST
      + "\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n";

  /** For which clients keep a connection that is not used: the JDK's since 21, and load balancers. */
  private static final Duration OF_CLIENTS = Duration.ofSeconds(62);

  @Test
  @DisplayName(
      "a connection outlives what clients keep theirs for, and one on which a body stands still does not")
  void a_connection_outlives_what_clients_keep_theirs_for() throws Exception {
    try (Node node = Node.over(House.over(new InMemoryStorage()));
        Socket idle = connected(node);
        Socket standing = connected(node)) {
      assertThat(ask(idle, ASK)).isEqualTo("HTTP/1.1 200");
      long began = System.nanoTime();
      assertThat(ask(standing, ANNOUNCE)).isEqualTo("HTTP/1.1 408");
      Duration stood = Duration.ofNanos(System.nanoTime() - began);
      assertThat(stood).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(40));

      idle.setSoTimeout((int) OF_CLIENTS.minus(stood).toMillis());
      assertThatExceptionOfType(SocketTimeoutException.class)
          .as("nothing comes, the end neither")
          .isThrownBy(() -> idle.getInputStream().read());
      assertThat(ask(idle, "\r\n" + ASK)).isEqualTo("HTTP/1.1 200");
    }
  }

  private static Socket connected(Node node) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port());
    socket.setSoTimeout(60_000);
    return socket;
  }

  private static String ask(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    InputStream answer = socket.getInputStream();
    String status = new String(answer.readNBytes(12), StandardCharsets.US_ASCII);
    int next = answer.read();
    while (next >= 0 && next != '}') {
      next = answer.read();
    }
    return status;
  }
}
