package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.MovableClock;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SharedLimitTest {
  @Test
  @DisplayName("[L31] attempts that race over two nodes never get more than the limit")
  void attempts_that_race_over_two_nodes_never_get_more_than_the_limit() {
    Limit limit = new Limit(7, Duration.ofMinutes(1));
    MovableClock clock = MovableClock.started();
    Redis.Settings settings = Servers.patient(Servers.embedded());
    try (Redis one = Redis.open(settings, clock);
        Redis other = Redis.open(settings, clock)) {
      Race.rounds(round -> {
        String bucket = "race:" + Fixtures.unique();
        List<Limit.Taken> answers = Race.of(
            20, n -> (n % 2 == 0 ? one : other).throttle().take(bucket, limit, clock.instant()));

        assertThat(answers.stream().filter(Limit.Taken::granted).map(Limit.Taken::remaining))
            .containsExactlyInAnyOrder(6, 5, 4, 3, 2, 1, 0);
      });
      assertThat(one.takenHere() + other.takenHere()).isZero();
    }
  }
}
