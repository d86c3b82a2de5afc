package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.MovableClock;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.SelfSigned;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that speaks TLS, whose certificate names 127.0.0.1 alone. */
class TlsTest {
  private static final Limit FIVE_A_MINUTE = new Limit(5, Duration.ofMinutes(1));
  private static final String TRUST = "javax.net.ssl.trustStore";

  @TempDir
  Path folder;

  private final MovableClock clock = MovableClock.started();
  private ScratchRedis server;
  private int port;
  private Path store;

  @BeforeEach
  void start() throws Exception {
    store = folder.resolve("store.p12");
    KeyStore keys = SelfSigned.made(store, "ip:127.0.0.1");
    pem(
        "PRIVATE KEY",
        "key.pem",
        keys.getKey(SelfSigned.ALIAS, SelfSigned.PASSWORD.toCharArray()).getEncoded());
    pem("CERTIFICATE", "cert.pem", keys.getCertificate(SelfSigned.ALIAS).getEncoded());
    port = freePort();
    server = ScratchRedis.start(
        "tls-port " + port,
        "tls-cert-file " + folder.resolve("cert.pem"),
        "tls-key-file " + folder.resolve("key.pem"),
        "tls-ca-cert-file " + folder.resolve("cert.pem"),
        "tls-auth-clients no");
  }

  @AfterEach
  void stop() {
    System.clearProperty(TRUST);
    System.clearProperty(TRUST + "Password");
    server.close();
  }

  private void pem(String what, String file, byte[] bytes)
      throws IOException, GeneralSecurityException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Redis open(String host) {
    return Redis.open(
        Redis.Settings.of("rediss://" + host + ":" + port).withPatience(Duration.ofSeconds(10)),
        clock);
  }

  @Test
  void a_certificate_that_somebody_vouches_for_is_taken_and_only_with_the_name_of_the_host()
      throws InterruptedException {
    System.setProperty(TRUST, store.toString());
    System.setProperty(TRUST + "Password", SelfSigned.PASSWORD);
    try (Redis redis = open("127.0.0.1");
        Redis misnamed = open("localhost")) {
      assertThat(redis.up()).isTrue();
      assertThat(misnamed.up()).isFalse();
      redis.throttle().take("test:" + Fixtures.unique(), FIVE_A_MINUTE, clock.instant());
      assertThat(redis.takenHere()).isZero();

      redis.announcements().await(Duration.ofSeconds(10));
      Race.Running<Boolean> waiting = Race.start(() -> {
        redis.announcements().await(Duration.ofSeconds(50));
        return true;
      });
      assertThat(waiting.endsWithin(Duration.ofMillis(400)))
          .as("several slices")
          .isFalse();
      redis.announcements().announce();
      assertThat(waiting.endsWithin(Duration.ofSeconds(10))).isTrue();
      assertThat(server.subscribers("gatehouse:revocations")).isEqualTo(1);
    }
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_refused() {
    try (Redis redis = open("127.0.0.1")) {
      assertThat(redis.up()).isFalse();
      assertThat(redis
              .throttle()
              .take("test:" + Fixtures.unique(), FIVE_A_MINUTE, clock.instant())
              .granted())
          .isTrue();
    }
  }
}
