package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.postgres.ScratchPostgres;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of connections that send all they may and never finish, at a server with the memory of the handbook. */
class FloodTest {
  private static final int CROWD = 4500;
  private static final int ROUNDS = 3;
  private static final int CONNECT_MILLIS = 100;

  /** Whoever is not let in any more is not pressed for long. */
  private static final Duration POURING = Duration.ofSeconds(6);

  private static final String UNFINISHED =
      """
      POST /api/v1/auth/login HTTP/1.1\r
      Host: %s\r
      Content-Type: application/json\r
      Content-Length: 60000\r
      """.formatted(Site.HOST) + "X-Pad: %s\r\n".formatted("a".repeat(1000)).repeat(14);

  @TempDir
  Path folder;

  private final Caller caller = Caller.anyone();

  @Test
  @Tag("thorough")
  @DisplayName(
      "[L38] a flood of requests that never end does not bring a server down, and who sends whole ones is answered meanwhile, and signs in after")
  void a_flood_of_requests_that_never_end_brings_nobody_down() throws Exception {
    Site site = new Site(folder, ScratchPostgres.database());
    try (Program server = site.beginAsDocumented("server").ready()) {
      caller.newcomer(server, "Honest");
      try (Flood bodies = Flood.pour(server, UNFINISHED + "\r\n{" + " ".repeat(3900))) {
        Patience.until(
            "there is room", () -> Caller.anyone().get(server, "/health").status() == 200);
        bodies.trickle();
      }
      try (Flood headers = Flood.pour(server, UNFINISHED + "X-More: ")) {
        headers.trickle();
      }
      Patience.until(
          "there is room", () -> Caller.anyone().get(server, "/health").status() == 200);
      assertThat(Caller.anyone().login(server, "Honest").status()).isEqualTo(200);
      assertThat(server.err()).doesNotContain("OutOfMemoryError");
    }
  }

  private record Flood(List<SocketChannel> sockets) implements AutoCloseable {
    /** As many as are let in, and some of those that are not. */
    static Flood pour(Program server, String beginning) throws IOException {
      Flood flood = new Flood(new ArrayList<>());
      ByteBuffer bytes = ByteBuffer.wrap(beginning.getBytes(StandardCharsets.US_ASCII));
      long end = System.nanoTime() + POURING.toNanos();
      for (int i = 0; i < CROWD && System.nanoTime() < end; i++) {
        SocketChannel socket = SocketChannel.open();
        flood.sockets.add(socket);
        try {
          socket
              .socket()
              .connect(
                  new InetSocketAddress(server.base().getHost(), server.base().getPort()),
                  CONNECT_MILLIS);
          socket.configureBlocking(false);
          socket.write(bytes.duplicate());
        } catch (IOException notLetIn) {
          // it is one of those that are too many
        }
      }
      return flood;
    }

    /** A byte of each for some seconds. */
    void trickle() throws InterruptedException {
      for (int round = 0; round < ROUNDS; round++) {
        TimeUnit.SECONDS.sleep(1);
        for (SocketChannel socket : sockets) {
          try {
            socket.write(ByteBuffer.wrap(new byte[] {' '}));
          } catch (IOException | RuntimeException cutOff) {
            // it was too many
          }
        }
      }
    }

    @Override
    public void close() throws IOException {
      for (SocketChannel socket : sockets) {
        socket.close();
      }
    }
  }
}
