package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.redis.ScratchRedis;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers with a Redis that is killed, emptied and frozen while people work, and comes back each time. */
class FailingRedisTest {
  private static final int PEOPLE = 4;
  private static final int ROUNDS = PEOPLE * 4;

  /** Registrations an hour from one network, and one that becomes free again while the test goes on. */
  private static final int LIMIT = 31;

  private static final int RACERS = 80;

  /** Waiting behind a Redis that does not answer would be seen; so much is for a machine that does much else. */
  private static final Duration STUCK = Duration.ofSeconds(5);

  @TempDir
  Path folder;

  private final Caller probe = Caller.local();

  /** What must stay, whatever becomes of Redis. */
  private record Past(
      Caller locked, Reply.Tokens ended, String email, String code, String flow, Caller verifier) {}

  @Test
  @DisplayName(
      "[L42] [L20] [L22] [L23] [L30] [L31] [L35] Redis is killed, emptied and frozen under load, and returns: nobody honest is logged out or waits for it, what is ended is refused everywhere within a second, what is spent or locked stays so, and limits hold")
  void nothing_is_lost_with_redis() {
    try (ScratchRedis redis = ScratchRedis.start()) {
      Site site = new Site(folder, ScratchPostgres.database());
      site.set("REDIS_URL", redis.url());
      site.set("METRICS_TOKEN", Caller.METRICS_TOKEN);
      try (TwoServers servers = TwoServers.start(site)) {
        awaitRedis(servers, "1.0");
        Past past = past(site, servers);
        assertThat(granted(servers)).as("of racers at both").isBetween(LIMIT - 1, LIMIT);
        Crowd crowd = Crowd.of(servers.all(), Crowd.Habit.COME_AND_GO, PEOPLE);
        goOn("with it", crowd, past, servers);

        redis.kill();
        goOn("killed", crowd, past, servers);
        awaitRedis(servers, "0.0");
        assertThat(granted(servers)).as("each by itself").isBetween(2 * LIMIT - 2, 2 * LIMIT);
        redis.restart();
        awaitRedis(servers, "1.0");
        goOn("returned", crowd, past, servers);

        redis.command("FLUSHALL");
        goOn("emptied", crowd, past, servers);

        redis.pause();
        try {
          goOn("frozen", crowd, past, servers);
          awaitRedis(servers, "0.0");
          assertThat(granted(servers)).as("each by itself").isBetween(2 * LIMIT - 2, 2 * LIMIT);
        } finally {
          redis.resume();
        }
        awaitRedis(servers, "1.0");
        goOn("thawed", crowd, past, servers);
        assertThat(granted(servers)).as("of racers at both").isBetween(LIMIT - 1, LIMIT);

        crowd.goHome();
        crowd.assertLags(1 + crowd.lags().size() / 50);
      }
    }
  }

  private static Past past(Site site, TwoServers servers) {
    Caller verifier = Caller.anyone();
    verifier.newcomer(servers.one(), "Owner");
    Reply.Tokens ended = verifier.login(servers.other(), "Owner").tokens();
    assertThat(verifier.logout(servers.one(), ended.refresh()).status()).isEqualTo(204);
    String email = anAddress();
    String flow = verifier.apply(servers.one(), email).text("flow");
    String code = site.codeTo(email);
    assertThat(verifier.verify(servers.other(), email, code, flow).status()).isEqualTo(200);
    Caller locked = Caller.anyone();
    for (int i = 0; i < 5; i++) {
      assertThat(locked.login(servers.of(i), "Owner", "not the password of it").status())
          .isEqualTo(401);
    }
    // the five tries would be forgiven while the test goes on: as if there had been more
    site.sql("update gatehouse.lockouts set shut_until = now() + interval '30 minutes'"
        + " where shut_until > now()");
    Past past = new Past(locked, ended, email, code, flow, verifier);
    servers
        .all()
        .forEach(server -> Patience.until(
            "it is ended there too",
            () -> verifier.check(server, ended.access()).status() == 401));
    return past;
  }

  private void goOn(String when, Crowd crowd, Past past, TwoServers servers) {
    List<Duration> before = crowd.waits();
    for (Program server : servers.all()) {
      assertThat(past.verifier().check(server, past.ended().access()).status())
          .as("ended; " + when)
          .isEqualTo(401);
      assertThat(past.verifier().refresh(server, past.ended().refresh()).code())
          .as("ended; " + when)
          .isEqualTo("REFRESH_REJECTED");
      assertThat(past.verifier()
              .verify(server, past.email(), past.code(), past.flow())
              .status())
          .as("spent; " + when)
          .isGreaterThanOrEqualTo(400)
          .isLessThan(500);
      Reply shut = past.locked().login(server, "Owner");
      assertThat(shut.status()).as("locked; " + when + ": " + shut).isIn(423, 429);
      assertThat(probe.get(server, "/readiness").status()).as("ready; " + when).isEqualTo(200);
    }
    crowd.awaitRounds(ROUNDS);
    List<Duration> waits = crowd.waits();
    assertThat(waits).as("%s, after %s answers", when, before.size()).isNotEmpty();
    assertThat(waits.get(waits.size() - 1)).as(when).isLessThan(STUCK);
  }

  /** How many of racers from one network may register. */
  private static int granted(TwoServers servers) {
    Caller network = Caller.anyone();
    List<Integer> statuses =
        Race.of(RACERS, n -> network.apply(servers.of(n), anAddress()).status());
    assertThat(statuses).containsOnly(201, 429);
    return (int) statuses.stream().filter(status -> status == 201).count();
  }

  private void awaitRedis(TwoServers servers, String up) {
    servers
        .all()
        .forEach(server -> Patience.until(
            "it says how Redis is",
            () -> probe.metrics(server).contains("gatehouse_redis_up " + up)));
  }

  private static String anAddress() {
    return "mail." + Fixtures.unique().substring(0, 20) + "@example.com";
  }
}
