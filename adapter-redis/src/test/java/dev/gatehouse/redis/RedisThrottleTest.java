package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.Throttle;
import dev.gatehouse.testkit.contract.ThrottleContract;
import dev.gatehouse.testkit.fixture.Chance;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.MovableClock;
import dev.gatehouse.testkit.fixture.RandomHistories;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RedisThrottleTest extends ThrottleContract {
  private static final Limit FIVE_A_MINUTE = new Limit(5, Duration.ofMinutes(1));

  private final Instant now = Fixtures.instant();
  private final String bucket = "test:" + Fixtures.unique();
  private final ScratchRedis server = server();
  private final Redis redis = node();

  ScratchRedis server() {
    return Servers.embedded();
  }

  @AfterEach
  void close() {
    assertThat(redis.takenHere()).as("all was counted in Redis").isZero();
    redis.close();
  }

  private Redis node() {
    return Redis.open(Servers.patient(server), MovableClock.started());
  }

  @Override
  protected Throttle throttle() {
    return redis.throttle();
  }

  @Test
  void a_bucket_is_one_key_that_is_gone_a_little_after_it_is_full() {
    redis.throttle().take(bucket, FIVE_A_MINUTE, now);

    String key = "gatehouse:throttle:" + bucket;
    assertThat((Long) server.command("PTTL", key)).isBetween(12_000L, 22_000L);
    redis.throttle().take(bucket, FIVE_A_MINUTE, now);
    assertThat((Long) server.command("PTTL", key)).isBetween(24_000L, 34_000L);
  }

  @Test
  void keys_begin_with_the_prefix_that_was_set() {
    Redis.Settings settings = Servers.patient(server).withPrefix("other:");
    try (Redis other = Redis.open(settings, MovableClock.started())) {
      other.throttle().take(bucket, FIVE_A_MINUTE, now);
    }

    assertThat(server.command("EXISTS", "other:throttle:" + bucket)).isEqualTo(1L);
    assertThat(redis.throttle().take(bucket, FIVE_A_MINUTE, now).remaining()).isEqualTo(4);
  }

  @Test
  @DisplayName("[L42] a Redis that has forgotten the script is told it again")
  void a_redis_that_has_forgotten_the_script_is_told_it_again() {
    redis.throttle().take(bucket, FIVE_A_MINUTE, now);
    server.command("SCRIPT", "FLUSH");

    assertThat(redis.throttle().take(bucket, FIVE_A_MINUTE, now).remaining()).isEqualTo(3);
  }

  @Test
  void what_somebody_else_wrote_into_a_bucket_counts_as_nothing() {
    server.command("SET", "gatehouse:throttle:" + bucket, "1e308 nonsense");

    assertThat(redis.throttle().take(bucket, FIVE_A_MINUTE, now).remaining()).isEqualTo(4);
  }

  @Test
  void to_the_nanosecond_it_counts_as_the_domain_does_whatever_the_limit() {
    RandomHistories.agree(15, 60, World::new);
  }

  /** A bucket of some odd limit, asked by two nodes at odd moments, and its model. */
  private final class World implements RandomHistories.World {
    private final String name = "test:" + Fixtures.unique();
    private Instant time = now;
    private Instant fullAt = Instant.EPOCH;
    private List<Limit> limits = List.of(
        new Limit(7, Duration.ofHours(1)),
        new Limit(3, Duration.ofSeconds(1)),
        new Limit(1500, Duration.ofSeconds(1)),
        new Limit(1, Duration.ofDays(30)),
        new Limit(11, Duration.ofNanos(123_456_789)));

    @Override
    public void step(Chance chance) {
      if (limits.size() > 1) {
        limits = List.of(chance.oneOf(limits));
      }
      Limit limit = limits.get(0);
      time = time.plus(chance.oneOf(List.of(
          Duration.ZERO,
          limit.interval(),
          limit.interval().minusNanos(1),
          limit.interval().dividedBy(3),
          limit.per(),
          limit.per().multipliedBy(3))));
      Instant at = chance.percent(10) ? time.minusSeconds(2) : time;
      chance.say("take " + limit + " at " + at);
      Limit.Taken expected = limit.take(fullAt.isAfter(at) ? fullAt : at, at);

      assertThat(redis.throttle().take(name, limit, at)).isEqualTo(expected);
      fullAt = expected.fullAt();
    }
  }
}
