package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.Outage;
import dev.gatehouse.redis.ScratchRedis.Program;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.MovableClock;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A Redis that is killed, frozen, emptied, and comes back: limits go on, nobody waits for long, nothing throws. */
class LostRedisTest {
  private static final Limit FIVE_A_MINUTE = new Limit(5, Duration.ofMinutes(1));

  /** Connecting, logging in, asking, and a wait for the pool: 850 ms at most; the rest is for a machine that is busy otherwise. */
  private static final Duration BOUND = Duration.ofMillis(2500);

  private static final Duration LONG = Duration.ofSeconds(50);

  private final MovableClock clock = MovableClock.started();
  private final String bucket = "test:" + Fixtures.unique();
  private final AtomicLong longest = new AtomicLong();
  private ScratchRedis server;
  private Redis redis;

  Program program() {
    return Program.EMBEDDED;
  }

  @BeforeEach
  void open() {
    server = ScratchRedis.start(program());
    redis = node();
  }

  @AfterEach
  void close() {
    redis.close();
    server.close();
    assertThat(Duration.ofNanos(longest.get())).as("the longest wait").isLessThan(BOUND);
  }

  private Redis node() {
    return Redis.open(Servers.patient(server), clock);
  }

  /** As in production: one that stands still is waited for. */
  private Redis impatient() {
    redis.close();
    redis = Redis.open(Redis.Settings.of(server.url()), clock);
    untilUp();
    return redis;
  }

  private void untilUp() {
    long began = System.nanoTime();
    while (!redis.up()) {
      assertThat(Duration.ofNanos(System.nanoTime() - began)).as("it is back").isLessThan(LONG);
      clock.advance(Link.PAUSE);
      redis.throttle().take("another", FIVE_A_MINUTE, clock.instant());
    }
  }

  @Test
  @DisplayName(
      "[L42] killed, limits go on from where they were; back without its data, it is told of them")
  void killed_limits_go_on_from_where_they_were() {
    assertThat(take(2)).containsExactly(true, true);
    server.kill();

    assertThat(take(4)).containsExactly(true, true, true, false);
    assertThat(redis.up()).isFalse();
    assertThat(redis.takenHere()).isEqualTo(4);

    server.restart();
    clock.advance(Link.PAUSE);
    assertThat(take(1)).as("12 s have not passed").containsExactly(false);
    assertThat(redis.up()).isTrue();
    clock.advance(Duration.ofSeconds(12));
    assertThat(take(2)).containsExactly(true, false);
    assertThat(redis.takenHere()).isEqualTo(4);
    try (Redis other = node()) {
      assertThat(other.throttle().take(bucket, FIVE_A_MINUTE, clock.instant()).granted())
          .as("what this node told Redis")
          .isFalse();
    }
  }

  @Test
  @DisplayName("[L42] emptied, this node still knows; others give a fresh bucket once")
  void emptied_this_node_still_knows() {
    take(5);
    server.command("FLUSHALL");

    assertThat(take(1)).containsExactly(false);
    assertThat(redis.takenHere()).isZero();
    assertThat(redis.up()).isTrue();
    try (Redis other = node()) {
      assertThat(other.throttle().take(bucket, FIVE_A_MINUTE, clock.instant()).remaining())
          .isEqualTo(4);
    }
  }

  @Test
  @DisplayName(
      "[L42] [L31] frozen, it costs one wait, and then nobody waits; limits hold for racing callers")
  void frozen_it_costs_one_wait_and_then_nobody_waits() {
    impatient();
    server.pause();
    try {
      assertThat(take(2)).containsExactly(true, true);
      assertThat(redis.up()).isFalse();
      long lost = redis.lost();
      long began = System.nanoTime();
      for (int n = 0; n < 10_000; n++) {
        redis.throttle().take(bucket + n % 100, FIVE_A_MINUTE, clock.instant());
        redis.announcements().announce();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .as("20,000 questions that nobody asks")
          .isLessThan(Duration.ofSeconds(20));
      assertThat(redis.lost()).as("nobody tried").isEqualTo(lost);

      Race.rounds(10, round -> {
        String name = "race:" + Fixtures.unique();
        clock.advance(Link.PAUSE);
        List<Boolean> granted = Race.of(
            8,
            n -> timed(() ->
                redis.throttle().take(name, FIVE_A_MINUTE, clock.instant()).granted()));
        assertThat(granted).filteredOn(g -> g).hasSize(5);
      });
      assertThat(redis.lost()).as("one tried in each round").isEqualTo(lost + 10);
    } finally {
      server.resume();
    }
    untilUp();
  }

  @Test
  @DisplayName("[L42] a Redis that was never there is used when it comes")
  void a_redis_that_was_never_there_is_used_when_it_comes() {
    server.kill();
    try (Redis late = node()) {
      assertThat(late.up()).isFalse();
      assertThat(late.throttle().take(bucket, FIVE_A_MINUTE, clock.instant()).granted())
          .isTrue();
      late.announcements().announce();
      assertThat(catchThrowable(late::check))
          .isInstanceOf(Outage.class)
          .hasMessage("redis (JedisConnectionException) is not available");

      server.restart();
      assertThat(catchThrowable(late::check)).as("it is not tried yet").isInstanceOf(Outage.class);
      clock.advance(Link.PAUSE);
      late.check();
      assertThat(late.up()).isTrue();
    }
  }

  @Test
  void a_clock_that_is_set_back_keeps_nobody_from_trying() {
    server.kill();
    take(1);
    server.restart();
    clock.advance(Duration.ofHours(-1));

    redis.check();
    assertThat(redis.up()).isTrue();
  }

  @Test
  @DisplayName(
      "[L42] while it goes and comes under load nothing throws, and nobody gets more than a limit for each time")
  void while_it_goes_and_comes_under_load_nothing_throws() {
    int turns = 4;
    Race.Running<List<Integer>> load = Race.start(() -> Race.of(6, n -> {
      int granted = 0;
      for (int i = 0; i < 1500; i++) {
        granted += timed(() ->
                redis.throttle().take(bucket, FIVE_A_MINUTE, clock.instant()).granted())
            ? 1
            : 0;
        redis.announcements().announce();
      }
      return granted;
    }));
    for (int turn = 0; turn < turns; turn++) {
      server.kill();
      load.endsWithin(Duration.ofMillis(50));
      server.restart();
      clock.advance(Link.PAUSE);
      load.endsWithin(Duration.ofMillis(50));
    }

    int granted = load.result().stream().mapToInt(Integer::intValue).sum();
    assertThat(granted).isBetween(5, 5 * (2 * turns + 1));
  }

  @Test
  @DisplayName(
      "[L42] [L22] announcements are heard again after it was killed, and after it was frozen")
  void announcements_are_heard_again() throws InterruptedException {
    impatient().announcements().await(LONG);
    for (boolean killed : new boolean[] {true, false}) {
      if (killed) {
        server.kill();
        wait(Duration.ofMillis(300));
        server.restart();
      } else {
        server.pause();
        wait(Duration.ofMillis(300));
        server.resume();
      }
      until("it has subscribed", () -> server.subscribers("gatehouse:revocations") == 1);
      untilUp();
      Race.Running<Boolean> waiting = Race.start(() -> {
        redis.announcements().await(LONG);
        return true;
      });
      until("it was heard", () -> {
        redis.announcements().announce();
        return waiting.endsWithin(Duration.ofMillis(20));
      });
    }
  }

  @Test
  @DisplayName("[L42] where it is gone, waiting is all that is done")
  void where_it_is_gone_waiting_is_all_that_is_done() throws InterruptedException {
    server.kill();
    try (Redis deaf = node()) {
      for (int n = 0; n < 3; n++) {
        long began = System.nanoTime();
        deaf.announcements().await(Duration.ofMillis(80));
        assertThat(Duration.ofNanos(System.nanoTime() - began))
            .isBetween(Duration.ofMillis(70), BOUND);
      }
    }
  }

  private void until(String what, BooleanSupplier holds) throws InterruptedException {
    long began = System.nanoTime();
    while (!holds.getAsBoolean()) {
      assertThat(Duration.ofNanos(System.nanoTime() - began)).as(what).isLessThan(LONG);
      wait(Duration.ofMillis(50));
    }
  }

  private void wait(Duration longest) throws InterruptedException {
    long began = System.nanoTime();
    redis.announcements().await(longest);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(longest.plus(BOUND));
  }

  private List<Boolean> take(int times) {
    return IntStream.range(0, times)
        .mapToObj(n -> timed(
            () -> redis.throttle().take(bucket, FIVE_A_MINUTE, clock.instant()).granted()))
        .toList();
  }

  private boolean timed(BooleanSupplier asks) {
    long began = System.nanoTime();
    try {
      return asks.getAsBoolean();
    } finally {
      longest.accumulateAndGet(System.nanoTime() - began, Math::max);
    }
  }
}
