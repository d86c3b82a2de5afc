package dev.gatehouse.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.password.Passwords.Settings;
import dev.gatehouse.port.PasswordHasher;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private static final Password PASSWORD = new Password("correct horse battery staple");

  @Test
  void the_defaults_are_19_MiB_two_passes_and_one_lane() {
    Passwords passwords = Passwords.open(Settings.DEFAULT, new CountingRandomness());
    PasswordHasher hasher = passwords.hasher();

    assertThat(hasher.hash(PASSWORD).phc())
        .startsWith("$argon2id$v=19$m=19456,t=2,p=1$")
        .hasSize("$argon2id$v=19$m=19456,t=2,p=1$".length() + 22 + 1 + 43);
    assertThat(hasher.matches(PASSWORD, Optional.of(hasher.hash(PASSWORD)))).isTrue();
  }

  @Test
  void parameters_can_rise() {
    PasswordHasher before = Passwords.open(
            new Settings(1024, 1, 1, 2, Duration.ZERO), new CountingRandomness())
        .hasher();
    PasswordHasher after = Passwords.open(
            new Settings(2048, 2, 1, 2, Duration.ZERO), new CountingRandomness())
        .hasher();

    assertThat(after.matches(PASSWORD, Optional.of(before.hash(PASSWORD)))).isTrue();
    assertThat(after.outdated(before.hash(PASSWORD))).isTrue();
    assertThat(before.outdated(after.hash(PASSWORD))).isFalse();
  }

  @Test
  void an_engine_that_does_not_load_is_replaced() {
    Argon2Engine engine = Argon2Engine.firstThatWorks(
        () -> {
          throw new UnsatisfiedLinkError("no libargon2 here");
        },
        BouncyArgon2::new);

    assertThat(engine.name()).isEqualTo("bouncycastle");
  }

  @Test
  void an_engine_that_computes_wrongly_is_replaced() {
    Argon2Engine wrong = new Argon2Engine() {
      @Override
      public String name() {
        return "wrong";
      }

      @Override
      public byte[] tag(Argon2Recipe recipe, Argon2Input input) {
        return new byte[recipe.tagBytes()];
      }
    };

    assertThat(Argon2Engine.firstThatWorks(() -> wrong, BouncyArgon2::new).name())
        .isEqualTo("bouncycastle");
  }

  @Test
  void either_engine_is_taken_when_it_works() {
    Engines.both()
        .forEach(engine -> assertThat(Argon2Engine.firstThatWorks(() -> engine, () -> {
              throw new AssertionError("not needed");
            }))
            .isSameAs(engine));
  }

  @Test
  void the_gauges_show_a_running_hash() {
    Passwords[] self = new Passwords[1];
    Argon2Engine looking = new Argon2Engine() {
      @Override
      public String name() {
        return "looking";
      }

      @Override
      public byte[] tag(Argon2Recipe recipe, Argon2Input input) {
        assertThat(self[0].running()).isEqualTo(1);
        assertThat(self[0].inUseKib()).isEqualTo(1024);
        return new byte[recipe.tagBytes()];
      }
    };
    self[0] = new Passwords(
        new Settings(1024, 1, 1, 2, Duration.ZERO), new CountingRandomness(), looking);

    self[0].hasher().hash(PASSWORD);

    assertThat(self[0].engine()).isEqualTo("looking");
    assertThat(self[0].running()).isZero();
    assertThat(self[0].waiting()).isZero();
    assertThat(self[0].inUseKib()).isZero();
  }

  @Test
  void settings_that_cannot_be_are_refused_with_what_could() {
    assertRefused(
        7,
        1,
        1,
        1,
        Duration.ZERO,
        "memory of 7 KiB is too small: at least 8 KiB for parallelism 1");
    assertRefused(8, 0, 1, 1, Duration.ZERO, "iterations 0 is outside: at least 1");
    assertRefused(8, 1, 0, 1, Duration.ZERO, "parallelism 0 is outside 1 to 64");
    assertRefused(8, 1, 65, 1, Duration.ZERO, "parallelism 65 is outside 1 to 64");
    assertRefused(8, 1, 1, 0, Duration.ZERO, "maxConcurrent 0 is outside 1 to 1024");
    assertRefused(8, 1, 1, 1025, Duration.ZERO, "maxConcurrent 1025 is outside 1 to 1024");
    assertRefused(
        1 << 24,
        1,
        1,
        2,
        Duration.ZERO,
        "a budget of 2 times 16777216 KiB is too large: at most 16777216 KiB together");
    assertRefused(8, 1, 1, 1, Duration.ofMillis(-1), "patience PT-0.001S is outside PT0S to PT30S");
    assertRefused(8, 1, 1, 1, Duration.ofSeconds(31), "patience PT31S is outside PT0S to PT30S");
  }

  private static void assertRefused(
      int memoryKib,
      int iterations,
      int parallelism,
      int maxConcurrent,
      Duration patience,
      String message) {
    assertThatThrownBy(
            () -> new Settings(memoryKib, iterations, parallelism, maxConcurrent, patience))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
