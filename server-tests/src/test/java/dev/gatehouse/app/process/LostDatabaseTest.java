package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.testkit.fixture.Race;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers whose PostgreSQL is gone for longer than the grace window, and comes back. */
class LostDatabaseTest {
  private static final int UNAVAILABLE = 503;

  /** Longer than the 10 s for which a token before the last is taken for a lost answer. */
  private static final Duration OUTAGE = Duration.ofSeconds(11);

  /** Far more than the pool has connections; a server with 256 MB takes them. */
  private static final int CROWD = 150;

  @TempDir
  Path folder;

  private final Caller caller = Caller.anyone();
  private final Caller probe = Caller.local();
  private volatile boolean over;

  @Test
  @DisplayName(
      "[L43] [L29] without PostgreSQL nobody is told 'no', what needs it is 503, and with it everything goes on without a restart, lost answers included")
  void nobody_is_told_no_while_postgresql_is_gone_and_all_goes_on_after() {
    try (ScratchPostgres postgres = ScratchPostgres.durable()) {
      Site site = Site.withRedis(folder, postgres.fresh());
      try (TwoServers servers = TwoServers.start(site)) {
        outlive(postgres, servers);
      }
    }
  }

  private void outlive(ScratchPostgres postgres, TwoServers servers) {
    Reply.Tokens honest = caller.newcomer(servers.one(), "Honest");
    Reply.Tokens stolen = caller.newcomer(servers.other(), "Robbed");
    Reply.Tokens current = caller.refresh(servers.one(), stolen.refresh()).tokens();
    current = caller.refresh(servers.one(), current.refresh()).tokens();
    Reply.Tokens signedOut = caller.login(servers.one(), "Honest").tokens();
    assertThat(caller.logout(servers.one(), signedOut.refresh()).status()).isEqualTo(204);
    // this answer is never read
    Reply.Tokens lost = caller.refresh(servers.one(), honest.refresh()).tokens();
    Race.Running<Set<Integer>> checks = Race.start(() -> statuses(servers, honest.access()));

    long began = System.nanoTime();
    postgres.killServer();
    List<Callable<Reply>> calls = new ArrayList<>();
    for (Program server : servers.all()) {
      calls.add(() -> caller.refresh(server, lost.refresh()));
      calls.add(() -> caller.login(server, "Honest"));
      calls.add(() -> caller.register(server, "Newcomer"));
      calls.add(() -> caller.me(server, honest.access()));
    }
    assertThat(Race.between(calls)).allSatisfy(LostDatabaseTest::assertUnavailable);
    for (Program server : servers.all()) {
      assertThat(probe.get(server, "/health").status()).isEqualTo(200);
      Patience.until("it says why it is not ready", () -> {
        Reply readiness = probe.get(server, "/readiness");
        return readiness.status() == UNAVAILABLE
            && readiness.json().toString().contains("the database does not answer");
      });
      Patience.until(
          "it cannot know any more what was revoked",
          () -> caller.check(server, honest.access()).status() == UNAVAILABLE);
      assertThat(caller.check(server, signedOut.access()).status())
          .as("what is known to be revoked")
          .isEqualTo(401);
    }
    Patience.until(
        "the outage is longer than the grace window",
        () -> System.nanoTime() - began > OUTAGE.toNanos()
            && servers.all().stream()
                .allMatch(server -> caller.check(server, honest.access()).status() == UNAVAILABLE));
    postgres.restart();

    for (Program server : servers.all()) {
      Patience.until("it is ready again", () -> probe.get(server, "/readiness").status() == 200);
      assertThat(caller.check(server, honest.access()).status()).isEqualTo(204);
      // before the other is waited for: its grace is counted from its own recovery
      assertThat(caller.refresh(server, honest.refresh()).tokens().refresh())
          .as("the answer that was lost")
          .isEqualTo(lost.refresh());
    }
    over = true;
    assertThat(checks.result()).containsExactly(204, UNAVAILABLE);
    assertThat(caller.refresh(servers.one(), lost.refresh()).status()).isEqualTo(200);
    assertThat(caller.login(servers.other(), "Honest").status()).isEqualTo(200);
    assertThat(caller.check(servers.other(), signedOut.access()).status()).isEqualTo(401);
    assertThat(caller.refresh(servers.one(), stolen.refresh()).code())
        .as("a token two steps old")
        .isEqualTo("REFRESH_REJECTED");
    assertThat(caller.refresh(servers.other(), current.refresh()).code())
        .isEqualTo("REFRESH_REJECTED");
  }

  @Test
  @Tag("thorough")
  @DisplayName(
      "[L43] a PostgreSQL that is frozen, and answers nobody, is an outage too, for however many; thawed, everything goes on without a restart")
  void a_frozen_postgresql_is_an_outage_too() throws Exception {
    try (ScratchPostgres postgres = ScratchPostgres.durable()) {
      Site site = Site.withRedis(folder, postgres.fresh());
      try (TwoServers servers = TwoServers.start(site)) {
        Reply.Tokens tokens = caller.newcomer(servers.one(), "Honest");
        Race.Running<Set<Integer>> checks = Race.start(() -> statuses(servers, tokens.access()));
        signal(postgres, "STOP");
        try {
          List<Callable<Reply>> calls = new ArrayList<>();
          for (Program server : servers.all()) {
            for (int i = 0; i < CROWD; i++) {
              calls.add(() -> caller.refresh(server, tokens.refresh()));
            }
            calls.add(() -> caller.login(server, "Honest"));
          }
          // in time: a caller waits for half a minute
          assertThat(Race.between(calls)).allSatisfy(LostDatabaseTest::assertUnavailable);
          for (Program server : servers.all()) {
            assertThat(probe.get(server, "/health").status()).isEqualTo(200);
            assertThat(probe.get(server, "/readiness").status()).isEqualTo(UNAVAILABLE);
          }
        } finally {
          signal(postgres, "CONT");
        }
        for (Program server : servers.all()) {
          Patience.until(
              "it is ready again", () -> probe.get(server, "/readiness").status() == 200);
          assertThat(caller.check(server, tokens.access()).status()).isEqualTo(204);
        }
        over = true;
        assertThat(checks.result()).doesNotContain(401);
        assertThat(caller.refresh(servers.other(), tokens.refresh()).status()).isEqualTo(200);
        assertThat(caller.login(servers.one(), "Honest").status()).isEqualTo(200);
      }
    }
  }

  private static void signal(ScratchPostgres postgres, String signal) throws Exception {
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
    ProcessHandle postmaster = ProcessHandle.of(postgres.pid()).orElseThrow();
    command.add(Long.toString(postmaster.pid()));
    postmaster.descendants().forEach(process -> command.add(Long.toString(process.pid())));
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }

  private static void assertUnavailable(Reply reply) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(UNAVAILABLE);
    assertThat(reply.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
  }

  /** What a gateway is told that asks both servers without pause. */
  private Set<Integer> statuses(TwoServers servers, String access) {
    Caller gateway = Caller.anyone();
    Set<Integer> statuses = new TreeSet<>();
    for (int i = 0; !over; i++) {
      statuses.add(gateway.check(servers.of(i), access).status());
    }
    return statuses;
  }
}
