package dev.gatehouse.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.port.Outage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OnThreadsTest {
  private static final Password PASSWORD = new Password("correct horse battery staple");

  private final ExecutorService threads =
      Executors.newFixedThreadPool(2, work -> new Thread(work, "hashing"));

  @AfterEach
  void end() throws InterruptedException {
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  @DisplayName(
      "[L37] hashes are computed on the threads that were handed in, never on the caller's")
  void hashes_are_computed_on_their_own_threads() {
    assertThat(on(() -> Thread.currentThread().getName().equals("hashing"))
            .hasher()
            .matches(PASSWORD, Optional.empty()))
        .isFalse();
  }

  @Test
  void the_tags_are_the_engines() {
    Passwords here = Passwords.open(
        new Passwords.Settings(1024, 1, 1, 2, Duration.ZERO), new CountingRandomness());
    Passwords there = Passwords.open(
        new Passwords.Settings(1024, 1, 1, 2, Duration.ZERO), new CountingRandomness(), threads);

    assertThat(there.engine()).isEqualTo(here.engine());
    assertThat(there.hasher().matches(PASSWORD, Optional.of(here.hasher().hash(PASSWORD))))
        .isTrue();
  }

  @Test
  void what_an_engine_throws_reaches_the_caller_as_it_is() {
    IllegalStateException broken = new IllegalStateException("broken");
    assertThatThrownBy(() -> on(() -> {
              throw broken;
            })
            .hasher()
            .hash(PASSWORD))
        .isSameAs(broken);

    OutOfMemoryError full = new OutOfMemoryError("full");
    Passwords passwords = on(() -> {
      throw full;
    });
    assertThatThrownBy(() -> passwords.hasher().hash(PASSWORD)).isSameAs(full);
    assertThat(passwords.inUseKib()).isZero();
  }

  @Test
  void threads_that_take_no_more_are_an_outage_and_keep_nothing() {
    Passwords passwords = on(() -> true);
    threads.shutdown();

    assertThatThrownBy(() -> passwords.hasher().hash(PASSWORD)).isInstanceOf(Outage.class);
    assertThat(passwords.inUseKib()).isZero();
  }

  /** An engine that computes nothing, but finds out whether all is as it should be. */
  private Passwords on(Supplier<Boolean> fine) {
    Argon2Engine engine = new Argon2Engine() {
      @Override
      public String name() {
        return "looking";
      }

      @Override
      public byte[] tag(Argon2Recipe recipe, Argon2Input input) {
        assertThat(fine.get()).isTrue();
        return new byte[recipe.tagBytes()];
      }
    };
    return new Passwords(
        new Passwords.Settings(1024, 1, 1, 2, Duration.ZERO),
        new CountingRandomness(),
        new OnThreads(engine, threads));
  }
}
