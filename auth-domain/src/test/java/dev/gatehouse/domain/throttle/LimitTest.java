package dev.gatehouse.domain.throttle;

import static dev.gatehouse.domain.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.Chance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LimitTest {
  private static final Limit THREE_A_MINUTE = new Limit(3, Duration.ofMinutes(1));

  @Test
  void a_full_bucket_gives_all_at_once_and_then_nothing() {
    Instant full = Instant.EPOCH;
    for (int left = 2; left >= 0; left--) {
      Limit.Taken taken = THREE_A_MINUTE.take(full, NOW);
      assertThat(taken.granted()).isTrue();
      assertThat(taken.remaining()).isEqualTo(left);
      assertThat(taken.retryAfter()).isZero();
      assertThat(taken.fullAt()).isEqualTo(NOW.plusSeconds(20L * (3 - left)));
      full = taken.fullAt();
    }
    assertThat(THREE_A_MINUTE.take(full, NOW))
        .isEqualTo(new Limit.Taken(false, full, 0, Duration.ofSeconds(20)));
  }

  @Test
  @DisplayName("[L34] five within an hour are no more than five in any hour")
  void no_time_of_that_length_has_more_than_that() {
    Limit limit = Limit.within(5, Duration.ofHours(1));
    Instant full = Instant.EPOCH;
    List<Instant> granted = new ArrayList<>();
    for (Instant now = NOW;
        now.isBefore(NOW.plus(Duration.ofHours(9)));
        now = now.plusSeconds(60)) {
      Limit.Taken taken = limit.take(full, now);
      while (taken.granted()) {
        granted.add(now);
        full = taken.fullAt();
        taken = limit.take(full, now);
      }
    }

    assertThat(granted.subList(0, 5)).containsOnly(NOW);
    assertThat(granted.get(5)).isEqualTo(NOW.plus(Duration.ofHours(1)));
    assertThat(granted)
        .allSatisfy(first -> assertThat(granted)
            .filteredOn(
                then -> !then.isBefore(first) && then.isBefore(first.plus(Duration.ofHours(1))))
            .hasSizeLessThanOrEqualTo(5));
  }

  @Test
  void the_bucket_refills_steadily() {
    Instant empty = NOW.plusSeconds(60);
    Limit.Taken early = THREE_A_MINUTE.take(empty, NOW.plusMillis(19_999));
    assertThat(early).isEqualTo(new Limit.Taken(false, empty, 0, Duration.ofMillis(1)));
    Limit.Taken inTime = THREE_A_MINUTE.take(empty, NOW.plusSeconds(20));
    assertThat(inTime).isEqualTo(new Limit.Taken(true, empty.plusSeconds(20), 0, Duration.ZERO));
    assertThat(THREE_A_MINUTE.take(empty, NOW.plusSeconds(60)).remaining()).isEqualTo(2);
    assertThat(THREE_A_MINUTE.take(empty, NOW.plusSeconds(59)).remaining()).isEqualTo(1);
  }

  @Test
  void it_says_when_one_can_be_taken_again() {
    assertThat(THREE_A_MINUTE.again(NOW)).isEqualTo(NOW.minusSeconds(40));
    Instant empty = NOW.plusSeconds(60);
    Instant again = THREE_A_MINUTE.again(empty);
    assertThat(again).isEqualTo(NOW.plusSeconds(20));
    assertThat(THREE_A_MINUTE.take(empty, again).granted()).isTrue();
    assertThat(THREE_A_MINUTE.take(empty, again.minusNanos(1)).granted()).isFalse();
  }

  @Test
  @DisplayName("[L30] a clock that leapt ahead locks nobody out for as long as it leapt")
  void what_a_clock_wrote_that_leapt_ahead_counts_as_one_left() {
    Instant leapt = NOW.plus(Duration.ofHours(5));
    Instant justAhead = NOW.plusSeconds(70);

    assertThat(THREE_A_MINUTE.take(leapt, NOW))
        .isEqualTo(new Limit.Taken(true, NOW.plusSeconds(60), 0, Duration.ZERO));
    assertThat(THREE_A_MINUTE.take(justAhead.plusNanos(1), NOW).granted()).isTrue();
    assertThat(THREE_A_MINUTE.take(justAhead, NOW))
        .as("clocks may differ by so much")
        .isEqualTo(new Limit.Taken(false, justAhead, 0, Duration.ofSeconds(30)));
  }

  @Test
  void a_bucket_never_holds_more_than_the_limit_however_long_it_rests() {
    Limit.Taken taken = THREE_A_MINUTE.take(Instant.MIN, NOW);
    assertThat(taken.remaining()).isEqualTo(2);
    assertThat(taken.fullAt()).isEqualTo(NOW.plusSeconds(20));
  }

  @Test
  void one_costs_its_share_of_the_time() {
    assertThat(THREE_A_MINUTE.interval()).isEqualTo(Duration.ofSeconds(20));
    assertThat(new Limit(1, Duration.ofDays(1)).interval()).isEqualTo(Duration.ofDays(1));
    assertThat(new Limit(7, Duration.ofSeconds(1)).interval())
        .isEqualTo(Duration.ofNanos(142_857_142));
  }

  @Test
  void a_limit_is_at_least_one_in_a_positive_time() {
    new Limit(1, Duration.ofMillis(1));
    assertThatThrownBy(() -> new Limit(0, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 per");
    assertThatThrownBy(() -> new Limit(-1, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limit(1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limit(1, Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("[L31] a limit so fine that one costs nothing does not exist")
  void a_limit_so_fine_that_one_costs_nothing_does_not_exist() {
    new Limit(1_000_000, Duration.ofSeconds(1));
    assertThatThrownBy(() -> new Limit(1_000_001, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1000001 per PT1S");
    assertThatThrownBy(() -> new Limit(Integer.MAX_VALUE, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A bucket of drops: so many nanoseconds fill it, each taking costs an interval of them. */
  private static final class Bucket {
    private final long size;
    private final long cost;
    private long level;
    private Instant at;

    Bucket(Limit limit, Instant now) {
      this.size = limit.per().toNanos();
      this.cost = size / limit.most();
      this.level = size;
      this.at = now;
    }

    void fill(Instant now) {
      level = Math.min(size, level + Duration.between(at, now).toNanos());
      at = now;
    }

    boolean take() {
      if (level < cost) {
        return false;
      }
      level -= cost;
      return true;
    }
  }

  @Test
  @DisplayName(
      "[L31] in random histories the limit is a bucket that refills steadily, and says truly what is left")
  void in_random_histories_the_limit_is_a_bucket_that_refills_steadily() {
    Chance.histories(300, chance -> {
      Limit limit = anyLimit(chance);
      Instant now = NOW;
      Instant full = Instant.EPOCH;
      Bucket bucket = new Bucket(limit, now);
      List<Instant> grants = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        now = now.plus(pause(chance, limit));
        bucket.fill(now);
        Limit.Taken taken = limit.take(full, now);
        assertThat(taken.granted()).isEqualTo(bucket.take());
        if (taken.granted()) {
          assertThat((long) taken.remaining()).isEqualTo(bucket.level / bucket.cost);
          assertThat(taken.retryAfter()).isZero();
          grants.add(now);
        } else {
          assertThat(taken.fullAt()).isEqualTo(full);
          assertThat(taken.remaining()).isZero();
          assertThat(taken.retryAfter().toNanos()).isEqualTo(bucket.cost - bucket.level);
          isTrue(limit, taken, now);
        }
        full = taken.fullAt();
      }
      neverMoreThanTheLimit(limit, grants);
    });
  }

  private static Limit anyLimit(Chance chance) {
    return new Limit(
        chance.between(1, 12),
        chance.upTo(Duration.ofMinutes(chance.between(1, 90))).plusMillis(9));
  }

  private static Duration pause(Chance chance, Limit limit) {
    return switch (chance.below(5)) {
      case 0 -> Duration.ZERO;
      case 1 -> limit.interval();
      case 2 -> chance.upTo(limit.per());
      default -> chance.upTo(limit.interval());
    };
  }

  /** Waiting as long as it says is enough, and any less is not. */
  private static void isTrue(Limit limit, Limit.Taken refused, Instant now) {
    Instant then = now.plus(refused.retryAfter());
    assertThat(limit.take(refused.fullAt(), then).granted()).isTrue();
    assertThat(limit.take(refused.fullAt(), then.minusMillis(1)).granted()).isFalse();
    assertThat(limit.take(refused.fullAt(), then.minusNanos(1)).granted()).isFalse();
  }

  /** In every window: what a full bucket gives at once, and what has dripped into it meanwhile. */
  private static void neverMoreThanTheLimit(Limit limit, List<Instant> grants) {
    long interval = limit.interval().toNanos();
    for (int from = 0; from < grants.size(); from++) {
      for (int to = from; to < grants.size(); to++) {
        long window = Duration.between(grants.get(from), grants.get(to)).toNanos();
        if (to - from + 1 > limit.most() + window / interval) {
          throw new AssertionError((to - from + 1) + " of " + limit + " within " + window + " ns");
        }
      }
    }
  }

  @Test
  @DisplayName("[L31] in random histories exactly as many as remain can be taken at once")
  void in_random_histories_exactly_as_many_as_remain_can_be_taken_at_once() {
    Chance.histories(200, chance -> {
      Limit limit = anyLimit(chance);
      Instant full = NOW.plus(chance.upTo(limit.per())).minusSeconds(5);
      Limit.Taken taken = limit.take(full, NOW);
      int left = taken.remaining();
      while (taken.granted()) {
        assertThat(taken.remaining()).isEqualTo(left--);
        taken = limit.take(taken.fullAt(), NOW);
      }
      assertThat(left).isLessThanOrEqualTo(0);
    });
  }
}
