package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.testkit.fixture.Race;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Two servers whose database is behind a pgbouncer in transaction mode, with a direct way beside it. */
@Tag("debian")
class PgbouncerTest {
  private static final int PEOPLE = 6;
  private static final int ROUNDS = PEOPLE * 8;
  private static final int UNAVAILABLE = 503;
  private static final Duration LONGER_THAN_TRUST = Duration.ofMillis(1500);

  @TempDir
  Path folder;

  private final Caller probe = Caller.local();

  @Test
  @DisplayName(
      "[L20] [L22] [L43] behind pgbouncer, migrated by the direct way, two servers do all that they do; it is killed under load, which is 503 with Retry-After, and comes back, and nobody is logged out")
  void behind_pgbouncer_everything_works_and_it_may_be_killed() {
    PGSimpleDataSource database = ScratchPostgres.shared().empty();
    int postgres = database.getPortNumbers()[0];
    try (Pgbouncer pooler = Pgbouncer.before(postgres, folder.resolve("pgbouncer"))) {
      Site site = Site.behind(pooler, folder, database);
      assertThat(site.command("migrate")).isEqualTo("the schema is up to date\n");
      try (TwoServers servers = TwoServers.start(site)) {
        Crowd crowd = Crowd.of(servers.all(), Crowd.Habit.COME_AND_GO, PEOPLE);
        crowd.awaitRounds(ROUNDS);

        pooler.kill();
        assertUnavailable(servers);
        pooler.start();
        for (Program server : servers.all()) {
          Patience.until(
              "it is ready again", () -> probe.get(server, "/readiness").status() == 200);
        }
        crowd.awaitRounds(ROUNDS);
        crowd.goHome();
        crowd.assertLags(2);
      }
    }
  }

  @Test
  @DisplayName(
      "[L22] [L43] with pgbouncer gone tokens are verified on, and what is revoked meanwhile is refused within a second")
  void with_pgbouncer_gone_tokens_are_verified_and_revoked_ones_refused() {
    PGSimpleDataSource database = ScratchPostgres.database();
    int postgres = database.getPortNumbers()[0];
    try (Pgbouncer pooler = Pgbouncer.before(postgres, folder.resolve("pgbouncer"))) {
      Site site = Site.behind(pooler, folder, database);
      try (TwoServers servers = TwoServers.start(site)) {
        Caller caller = Caller.anyone();
        Reply.Tokens ended = caller.newcomer(servers.one(), "Ended");
        Reply.Tokens other = caller.newcomer(servers.one(), "Other");
        String session = caller
            .check(servers.one(), ended.access())
            .headers()
            .firstValue("X-Auth-Session")
            .orElseThrow();

        pooler.kill();
        // longer than what was read before is trusted
        long began = System.nanoTime();
        Patience.until("it was gone for long", () -> {
          assertThat(caller.check(servers.one(), other.access()).status()).isEqualTo(204);
          return System.nanoTime() - began > LONGER_THAN_TRUST.toNanos();
        });
        site.sql(
            "insert into gatehouse.revocations (session_id, at) values ('" + session + "', now())");

        for (Program server : servers.all()) {
          Duration lag = Patience.until(
              "it is refused", () -> caller.check(server, ended.access()).status() == 401);
          assertThat(lag).isLessThan(LONGER_THAN_TRUST);
          assertThat(caller.check(server, other.access()).status()).isEqualTo(204);
        }
      }
    }
  }

  @Test
  @DisplayName(
      "[L43] what is missing behind pgbouncer is said at the start: a direct way, and time-outs")
  void what_is_missing_behind_pgbouncer_is_said_at_the_start() {
    PGSimpleDataSource database = ScratchPostgres.database();
    int postgres = database.getPortNumbers()[0];
    Site site = new Site(folder, database);
    try (Pgbouncer pooler = Pgbouncer.before(postgres, folder.resolve("pgbouncer"))) {
      site.set("DATABASE_URL", site.url(pooler.port()));
      assertRefuses(site, "unsupported startup parameter: options");
      site.set("DATABASE_LISTEN_URL", site.url(postgres));
      assertRefuses(site, "alter role \"postgres\" set lock_timeout = '2000'");
    }
  }

  private static void assertRefuses(Site site, String why) {
    try (Program server = site.run("serve")) {
      assertThat(server.exitCode()).isEqualTo(3);
      assertThat(server.err()).contains(why);
    }
  }

  private static void assertUnavailable(TwoServers servers) {
    Caller caller = Caller.anyone();
    List<Callable<Reply>> calls = new ArrayList<>();
    for (Program server : servers.all()) {
      calls.add(() -> caller.login(server, "Nobody"));
      calls.add(() -> caller.register(server, "Newcomer"));
    }
    assertThat(Race.between(calls)).allSatisfy(reply -> {
      assertThat(reply.status()).as(reply.toString()).isEqualTo(UNAVAILABLE);
      assertThat(reply.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
    });
  }
}
