package dev.gatehouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.port.PasswordHasher;
import dev.gatehouse.testkit.fake.InMemoryPasswordHasher;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Closing lets what is under way finish. */
class DrainTest {
  @Test
  void a_request_under_way_is_answered_and_closing_twice_is_no_error() throws Exception {
    CountDownLatch hashing = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Node node = Node.over(House.over(new InMemoryStorage()).with(new SlowHasher(hashing, release)));
    CompletableFuture<Reply> slow = CompletableFuture.supplyAsync(
        () -> node.post("/login", "email", "u" + Fixtures.unique(), "password", "whatever it is")
            .send());
    assertThat(hashing.await(10, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(node::close);
    // on a connection that is open already, a new request is told to go elsewhere or is cut off
    assertThat(closing).isNotDone();
    release.countDown();
    slow.get(10, TimeUnit.SECONDS).is(401, "CREDENTIALS_REJECTED");
    closing.get(10, TimeUnit.SECONDS);
    node.close();
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
