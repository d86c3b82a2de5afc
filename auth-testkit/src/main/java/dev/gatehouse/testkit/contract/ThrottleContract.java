package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.Throttle;
import dev.gatehouse.testkit.fixture.Chance;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.RandomHistories;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link Throttle} promises, wherever it counts: as {@link Limit#take} does, and never more than the limit. */
public abstract class ThrottleContract {
  private static final Limit FIVE_A_MINUTE = new Limit(5, Duration.ofMinutes(1));

  private final Instant now = Fixtures.instant();
  private final String bucket = "test:" + Fixtures.unique();
  private Throttle throttle;

  /** The throttle under test; called once for each test. */
  protected abstract Throttle throttle();

  @BeforeEach
  void takeTheThrottle() {
    throttle = throttle();
  }

  @Test
  void a_full_bucket_gives_as_many_as_the_limit_says_and_no_more() {
    for (int left = 4; left >= 0; left--) {
      Limit.Taken taken = throttle.take(bucket, FIVE_A_MINUTE, now);
      assertThat(taken)
          .isEqualTo(new Limit.Taken(true, now.plusSeconds(12L * (5 - left)), left, Duration.ZERO));
    }

    assertThat(throttle.take(bucket, FIVE_A_MINUTE, now))
        .isEqualTo(new Limit.Taken(false, now.plusSeconds(60), 0, Duration.ofSeconds(12)));
  }

  @Test
  void what_was_refused_costs_nothing_and_the_time_to_wait_is_true() {
    empty(FIVE_A_MINUTE);
    for (int n = 0; n < 10; n++) {
      assertThat(throttle.take(bucket, FIVE_A_MINUTE, now.plusSeconds(3)).retryAfter())
          .isEqualTo(Duration.ofSeconds(9));
    }

    assertThat(throttle
            .take(bucket, FIVE_A_MINUTE, now.plusSeconds(12).minusNanos(1000))
            .granted())
        .isFalse();
    assertThat(throttle.take(bucket, FIVE_A_MINUTE, now.plusSeconds(12)).granted())
        .isTrue();
    assertThat(throttle.take(bucket, FIVE_A_MINUTE, now.plusSeconds(12)).granted())
        .isFalse();
  }

  @Test
  void a_bucket_that_was_left_alone_is_full_again_and_not_fuller() {
    empty(FIVE_A_MINUTE);

    for (int n = 0; n < 5; n++) {
      assertThat(
              throttle.take(bucket, FIVE_A_MINUTE, now.plus(Duration.ofDays(3))).granted())
          .isTrue();
    }
    assertThat(
            throttle.take(bucket, FIVE_A_MINUTE, now.plus(Duration.ofDays(3))).granted())
        .isFalse();
  }

  @Test
  void a_caller_whose_clock_is_behind_gets_no_more_than_the_others() {
    empty(FIVE_A_MINUTE);

    assertThat(throttle.take(bucket, FIVE_A_MINUTE, now.minusSeconds(5)).granted())
        .isFalse();
  }

  @Test
  @DisplayName("[L30] a clock that leapt ahead once locks nobody out for as long as it leapt")
  void a_clock_that_leapt_ahead_locks_nobody_out() {
    Instant leapt = now.plus(Duration.ofHours(5));
    for (int n = 0; n < FIVE_A_MINUTE.most(); n++) {
      assertThat(throttle.take(bucket, FIVE_A_MINUTE, leapt).granted()).isTrue();
    }

    assertThat(throttle.take(bucket, FIVE_A_MINUTE, now).retryAfter())
        .isLessThanOrEqualTo(FIVE_A_MINUTE.interval());
    assertThat(throttle.take(bucket, FIVE_A_MINUTE, now).granted())
        .as("nor does it give more")
        .isFalse();
    for (int n = 1; n <= FIVE_A_MINUTE.most(); n++) {
      Instant later = now.plus(FIVE_A_MINUTE.interval().multipliedBy(n));
      assertThat(throttle.take(bucket, FIVE_A_MINUTE, later).granted()).isTrue();
    }
  }

  @Test
  @DisplayName("[L35] buckets are separate")
  void buckets_are_separate() {
    empty(FIVE_A_MINUTE);

    assertThat(throttle.take(bucket + "x", FIVE_A_MINUTE, now).remaining()).isEqualTo(4);
    assertThat(throttle
            .take(bucket.toUpperCase(java.util.Locale.ROOT), FIVE_A_MINUTE, now)
            .remaining())
        .isEqualTo(4);
    assertThat(throttle.take("x" + bucket, FIVE_A_MINUTE, now).remaining()).isEqualTo(4);
  }

  @Test
  void a_bucket_s_name_may_have_200_characters_of_any_kind() {
    String stem = (bucket + " '\"\\%_*{}\u00e9🦊 " + "x".repeat(200)).substring(0, 199);

    assertThat(throttle.take(stem + "a", FIVE_A_MINUTE, now).remaining()).isEqualTo(4);
    assertThat(throttle.take(stem + "b", FIVE_A_MINUTE, now).remaining()).isEqualTo(4);
    assertThat(throttle.take(stem + "a", FIVE_A_MINUTE, now).remaining()).isEqualTo(3);
  }

  @Test
  void a_limit_of_one_and_limits_that_divide_badly_hold() {
    for (Limit limit : List.of(
        new Limit(1, Duration.ofSeconds(1)),
        new Limit(1, Duration.ofDays(1)),
        new Limit(3, Duration.ofSeconds(1)),
        new Limit(7, Duration.ofHours(1)),
        new Limit(999, Duration.ofSeconds(1)))) {
      String name = bucket + limit.most() + limit.per();
      for (int n = 0; n < limit.most(); n++) {
        assertThat(throttle.take(name, limit, now).granted())
            .as(limit + ", taking " + n)
            .isTrue();
      }
      Limit.Taken refused = throttle.take(name, limit, now);
      assertThat(refused.granted()).as(limit + ", one too many").isFalse();
      assertThat(refused.retryAfter())
          .as("%s", limit)
          .isPositive()
          .isLessThanOrEqualTo(limit.interval().plusNanos(1000L * limit.most()));
      assertThat(throttle
              .take(name, limit, now.plus(refused.retryAfter()).plusNanos(1000))
              .granted())
          .as(limit + ", after the time to wait")
          .isTrue();
    }
  }

  @Test
  @DisplayName("[L31] racing callers never get more than the limit")
  void racing_callers_never_get_more_than_the_limit() {
    Race.rounds(round -> {
      List<Limit.Taken> answers =
          Race.of(8, n -> throttle.take(bucket + round, FIVE_A_MINUTE, now));

      assertThat(answers.stream().filter(Limit.Taken::granted).map(Limit.Taken::remaining))
          .containsExactlyInAnyOrder(4, 3, 2, 1, 0);
      assertThat(answers.stream().filter(taken -> !taken.granted()))
          .allSatisfy(taken -> assertThat(taken.retryAfter()).isEqualTo(Duration.ofSeconds(12)));
    });
  }

  @Test
  void over_random_histories_it_counts_as_the_domain_does() {
    RandomHistories.agree(10, 60, BucketWorld::new);
  }

  /** A bucket and its model. */
  private final class BucketWorld implements RandomHistories.World {
    private final String name = "test:" + Fixtures.unique();
    private final Limit limit = FIVE_A_MINUTE;
    private Instant time = now;
    private Instant fullAt = Instant.EPOCH;

    @Override
    public void step(Chance chance) {
      time = time.plus(chance.oneOf(List.of(
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofSeconds(3),
          Duration.ofSeconds(12),
          Duration.ofMillis(11_999),
          Duration.ofMinutes(2))));
      Instant at = chance.percent(10) ? time.minusSeconds(2) : time;
      chance.say("take at " + at);
      Limit.Taken expected = limit.take(fullAt, at);

      assertThat(throttle.take(name, limit, at)).isEqualTo(expected);
      fullAt = expected.fullAt();
    }
  }

  private void empty(Limit limit) {
    for (int n = 0; n < limit.most(); n++) {
      assertThat(throttle.take(bucket, limit, now).granted()).isTrue();
    }
  }
}
