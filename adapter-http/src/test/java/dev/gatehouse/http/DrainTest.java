package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.port.PasswordHasher;
import dev.gatehouse.testkit.fake.InMemoryPasswordHasher;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Closing lets what is under way finish. */
class DrainTest {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final String ASK = "GET /health HTTP/1.1\r\nHost: " + Node.HOST + "\r\n\r\n";

  @Test
  void a_request_under_way_is_answered_a_new_one_is_not_taken_and_then_the_server_ends()
      throws Exception {
    CountDownLatch hashing = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Node node = Node.draining(
        House.over(new InMemoryStorage()).with(new SlowHasher(hashing, release)), List.of());
    int port = node.port();
    try (Socket idle = connected(port)) {
      InputStream answer = idle.getInputStream();
      idle.getOutputStream().write(ASK.getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(answer.readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 200");
      CompletableFuture<Reply> slow = CompletableFuture.supplyAsync(
          () -> node.post("/login", "email", "u" + Fixtures.unique(), "password", "whatever it is")
              .send());
      assertThat(hashing.await(10, TimeUnit.SECONDS)).isTrue();

      CompletableFuture<Void> closing = CompletableFuture.runAsync(node::close);
      // a server that closes parts with idle clients first: the end of the stream says that it does
      answer.readAllBytes();
      assertThatIOException()
          .as("a new client")
          .isThrownBy(() -> connected(port).close());
      assertThat(slow).as("what is under way").isNotDone();
      assertThat(closing).as("while something is under way").isNotDone();

      release.countDown();
      slow.get(10, TimeUnit.SECONDS).is(401, "CREDENTIALS_REJECTED");
      closing.get(10, TimeUnit.SECONDS);
    }
    assertThatIOException().as("afterwards").isThrownBy(() -> connected(port).close());
    node.close();
  }

  private static Socket connected(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** Waits until it may go on. */
  private record SlowHasher(CountDownLatch entered, CountDownLatch release)
      implements PasswordHasher {
    private static final PasswordHasher REAL = new InMemoryPasswordHasher();

    @Override
    public PasswordHash hash(Password password) {
      return REAL.hash(password);
    }

    @Override
    public boolean matches(Password password, Optional<PasswordHash> stored) {
      entered.countDown();
      try {
        assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return REAL.matches(password, stored);
    }

    @Override
    public boolean outdated(PasswordHash hash) {
      return REAL.outdated(hash);
    }
  }
}
