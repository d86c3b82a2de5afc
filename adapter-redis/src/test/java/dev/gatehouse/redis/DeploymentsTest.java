package dev.gatehouse.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.redis.ScratchRedis.Program;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.MovableClock;
import dev.gatehouse.testkit.fixture.Race;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The ways in which Redis is run: with users, behind sentinels, as a cluster. */
class DeploymentsTest {
  private static final Limit FIVE_A_MINUTE = new Limit(5, Duration.ofMinutes(1));
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofSeconds(50);

  private final MovableClock clock = MovableClock.started();
  private final String bucket = "test:" + Fixtures.unique();
  private final List<AutoCloseable> open = new ArrayList<>();

  Program program() {
    return Program.EMBEDDED;
  }

  private <T extends AutoCloseable> T closed(T later) {
    open.add(0, later);
    return later;
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private ScratchRedis start(String... lines) {
    return closed(ScratchRedis.start(program(), lines));
  }

  private Redis open(String url) {
    return closed(Redis.open(Redis.Settings.of(url).withPatience(PATIENCE), clock));
  }

  @Test
  void a_user_needs_no_more_than_what_the_settings_say() throws InterruptedException {
    ScratchRedis server = start(
        "user default off",
        "user gate on >s@cret ~gatehouse:* resetchannels &gatehouse:* -@all +eval +evalsha +get +set +publish +subscribe +ping");

    assertWorks(open("redis://gate:s%40cret@127.0.0.1:" + server.port()));
  }

  @Test
  @DisplayName(
      "[L40] [L42] a password that is wrong is told by the word of Redis' own, and counted here")
  void a_password_that_is_wrong_is_told() {
    ScratchRedis server = start("requirepass right");
    Redis redis = open("redis://:topsecret@127.0.0.1:" + server.port());

    assertThat(redis.throttle().take(bucket, FIVE_A_MINUTE, clock.instant()).granted())
        .isTrue();
    assertThat(catchThrowable(redis::check)).hasMessage("redis (WRONGPASS) is not available");
    assertThat(redis.takenHere()).isEqualTo(1);
    assertWorksNow(open("redis://:right@127.0.0.1:" + server.port() + "/5"));
  }

  @Test
  @DisplayName(
      "[L42] sentinels say where Redis is, those that are gone are passed over, and a new master is found")
  void sentinels_say_where_redis_is() throws InterruptedException {
    ScratchRedis master = start();
    ScratchRedis replica =
        start("replicaof 127.0.0.1 " + master.port(), "repl-diskless-sync-delay 0");
    ScratchRedis gone = closed(ScratchRedis.sentinel(program(), master));
    ScratchRedis sentinel = closed(ScratchRedis.sentinel(program(), master));
    gone.kill();
    Redis redis = open(
        "redis+sentinel://127.0.0.1:" + gone.port() + ",127.0.0.1:" + sentinel.port() + "/master0");
    assertThat(redis.up()).as("by the one that is gone").isFalse();
    assertThat(
            catchThrowable(open("redis+sentinel://127.0.0.1:" + sentinel.port() + "/other")::check))
        .hasMessage("redis (NOMASTER) is not available");
    clock.advance(Link.PAUSE);
    assertWorks(redis);
    master.kill();
    assertThat(redis.throttle().take(bucket, FIVE_A_MINUTE, clock.instant()).granted())
        .isTrue();
    replica.command("REPLICAOF", "NO", "ONE");
    // what a sentinel says after a failover, without waiting for one
    sentinel.command("SENTINEL", "REMOVE", "master0");
    sentinel.command(
        "SENTINEL", "MONITOR", "master0", "127.0.0.1", Integer.toString(replica.port()), "1");
    gone.restart();
    gone.command("SENTINEL", "REMOVE", "master0");
    gone.command(
        "SENTINEL", "MONITOR", "master0", "127.0.0.1", Integer.toString(replica.port()), "1");
    clock.advance(Link.PAUSE);

    assertWorks(redis);
    assertThat(replica.command("EXISTS", "gatehouse:throttle:" + bucket)).isEqualTo(1L);
  }

  @Test
  @DisplayName("[L42] a cluster is found by any of its nodes; each bucket is in one slot")
  void a_cluster_is_found_by_any_of_its_nodes() throws InterruptedException {
    List<ScratchRedis> nodes =
        Stream.generate(() -> start("cluster-enabled yes")).limit(2).toList();
    slots(nodes.get(0), 0, 8191);
    slots(nodes.get(1), 8192, 16_383);
    nodes
        .get(0)
        .command("CLUSTER", "MEET", "127.0.0.1", Integer.toString(nodes.get(1).port()));
    until(() -> nodes.stream().allMatch(DeploymentsTest::whole));

    Redis redis = open("redis+cluster://127.0.0.1:1,127.0.0.1:" + nodes.get(1).port());
    assertThat(redis.up()).as("by one that is not there").isFalse();
    clock.advance(Link.PAUSE);
    assertWorks(redis);
    for (int n = 0; n < 50; n++) {
      assertThat(redis
              .throttle()
              .take(bucket + "{" + n + "}", FIVE_A_MINUTE, clock.instant())
              .remaining())
          .isEqualTo(4);
    }
    assertThat(redis.takenHere()).isZero();
    assertThat(nodes)
        .allSatisfy(node -> assertThat((Long) node.command("DBSIZE")).isPositive());

    nodes.get(0).pause();
    long began = System.nanoTime();
    for (int n = 0; n < 50; n++) {
      redis.throttle().take(bucket + "{" + n + "}", FIVE_A_MINUTE, clock.instant());
    }
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .as("one question, and where it was pointed to")
        .isLessThan(PATIENCE.multipliedBy(3));
    nodes.get(0).resume();
    until(() -> {
      clock.advance(Link.PAUSE);
      redis.throttle().take(bucket, FIVE_A_MINUTE, clock.instant());
      return redis.up();
    });
    assertWorksNow(redis);
  }

  private static void slots(ScratchRedis node, int from, int to) {
    node.command(Stream.concat(
            Stream.of("CLUSTER", "ADDSLOTS"),
            IntStream.rangeClosed(from, to).mapToObj(Integer::toString))
        .toArray(String[]::new));
  }

  private static boolean whole(ScratchRedis node) {
    String info = new String((byte[]) node.command("CLUSTER", "INFO"), StandardCharsets.UTF_8);
    return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:2");
  }

  /** Counts, and is heard. */
  private void assertWorks(Redis redis) throws InterruptedException {
    assertWorksNow(redis);
    redis.announcements().await(LONG);
    Race.Running<Boolean> waiting = Race.start(() -> {
      redis.announcements().await(LONG);
      return true;
    });
    until(() -> {
      redis.announcements().announce();
      return waiting.endsWithin(Duration.ofMillis(50));
    });
    assertThat(redis.up()).isTrue();
  }

  private void assertWorksNow(Redis redis) {
    long here = redis.takenHere();
    redis.check();
    redis.throttle().take(bucket, FIVE_A_MINUTE, clock.instant());
    assertThat(redis.takenHere()).isEqualTo(here);
    assertThat(redis.up()).isTrue();
  }

  private static void until(BooleanSupplier holds) {
    long began = System.nanoTime();
    while (!holds.getAsBoolean()) {
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONG);
      Thread.onSpinWait();
    }
  }
}
