package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class JdbiThrottleTest {
  private static Wired wired;

  private final Instant now = Fixtures.instant();

  @BeforeAll
  static void open() {
    wired = new Wired();
  }

  @AfterAll
  static void close() {
    wired.close();
  }

  @Test
  void a_moment_finer_than_the_store_keeps_gives_nobody_less() {
    Limit limit = new Limit(7, Duration.ofMinutes(1));
    Instant fine = now.plusNanos(999);

    for (int left = 6; left >= 0; left--) {
      assertThat(wired.postgres().throttle().take("fine", limit, fine).remaining())
          .isEqualTo(left);
    }
    assertThat(wired.postgres().throttle().take("fine", limit, fine).granted()).isFalse();
  }

  @Test
  void rates_cost_no_write_ahead_log() {
    assertThat(wired.value(
            "select relpersistence from pg_class where oid = 'gatehouse.throttles'::regclass"))
        .isEqualTo("u");
  }
}
