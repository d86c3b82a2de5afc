package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.postgres.Standby;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that is killed, and a standby that is promoted in its place, which never received what was committed last. */
class PromotedDatabaseTest {
  private static final int PEOPLE = 3;
  private static final int LOST_STEPS = 3;
  private static final int BURNT = 20_000;
  private static final int OFTEN = 5;
  private static final Duration BOUND = Duration.ofSeconds(1);

  @TempDir
  Path folder;

  private final Caller caller = Caller.anyone();
  private final Caller probe = Caller.local();

  /** Somebody whose last refreshes will be lost. */
  private record Held(List<String> tokens) {
    String last() {
      return tokens.get(tokens.size() - 1);
    }
  }

  @Test
  @DisplayName(
      "[L29] [L21] [L22] after a failover that loses acknowledged commits the servers go on without a restart: nobody honest is logged out, thieves are caught, what was ended before stays ended, and what is ended after is ended everywhere within a second")
  void a_failover_that_loses_commits_logs_nobody_out_and_lets_nobody_in() {
    try (ScratchPostgres primary = ScratchPostgres.durable();
        Standby standby = Standby.of(primary)) {
      Site site = new Site(folder, primary.fresh());
      site.set("DATABASE_URL", site.url(primary.port(), standby.port()));
      try (TwoServers servers = TwoServers.start(site)) {
        // nobody is there who could tell it anything
        site.set("DATABASE_LISTEN_URL", site.url(1));
        site.setTimeOuts();
        try (Program deaf = site.begin("deaf").ready()) {
          failOver(site, primary, standby, List.of(servers.one(), servers.other(), deaf));
        }
      }
    }
  }

  private void failOver(
      Site site, ScratchPostgres primary, Standby standby, List<Program> servers) {
    caller.register(servers.get(0), "Owner");
    Reply.Tokens endedBefore = signIn(servers.get(0));
    Reply.Tokens endedInVain = signIn(servers.get(0));
    Held robbed = new Held(new ArrayList<>(List.of(signIn(servers.get(0)).refresh())));
    refresh(servers, robbed, 2);
    List<Held> honest = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      honest.add(new Held(new ArrayList<>(List.of(signIn(servers.get(i)).refresh()))));
      refresh(servers, honest.get(i), 2);
    }
    assertThat(caller.logout(servers.get(0), endedBefore.refresh()).status()).isEqualTo(204);
    Crowd crowd = Crowd.of(servers, Crowd.Habit.STAY, PEOPLE);
    crowd.awaitRounds(PEOPLE);
    standby.awaitCaughtUp();

    standby.cutOff();
    honest.forEach(person -> refresh(servers, person, LOST_STEPS));
    refresh(servers, robbed, LOST_STEPS);
    site.sql("do $$ begin for i in 1.." + BURNT
        + " loop perform pg_current_xact_id(); commit; end loop; end $$");
    ended(servers, endedInVain);
    String cursor = caller.revocations(servers.get(1), "").text("cursor");
    long transaction = site.number("select pg_current_xact_id()::text::bigint");
    crowd.awaitRounds(PEOPLE);

    primary.killServer();
    standby.promote();
    site.lookAt(standby.database(site.database().getDatabaseName()));
    assertThat(site.number("select count(*) from gatehouse.sessions where revoked_at is not null"))
        .as("who signed out while nothing was received any more is back")
        .isEqualTo(1);
    for (Program server : servers) {
      Patience.until("it is ready", () -> probe.get(server, "/readiness").status() == 200);
    }

    assertEndedWithinTheBound(servers, cursor);
    assertThat(site.number("select pg_current_xact_id()::text::bigint"))
        .as("a transaction after all that, beside one on the server that is lost")
        .isLessThan(transaction);
    for (int i = 0; i < PEOPLE; i++) {
      refresh(servers, honest.get(i), 2);
    }
    crowd.awaitRounds(PEOPLE * 3);
    crowd.goHome();
    assertThat(site.number(
            "select count(*) from gatehouse.audit where type = 'SESSION_FAST_FORWARDED'"))
        .isGreaterThanOrEqualTo(PEOPLE);
    assertCaught(servers, robbed);
    for (Program server : servers) {
      assertThat(caller.check(server, endedBefore.access()).status()).isEqualTo(401);
      assertThat(caller.refresh(server, endedBefore.refresh()).code())
          .isEqualTo("REFRESH_REJECTED");
    }
  }

  private Reply.Tokens signIn(Program server) {
    return caller.login(server, "Owner").tokens();
  }

  /** At one server after the other. */
  private void refresh(List<Program> servers, Held person, int steps) {
    for (int i = 0; i < steps; i++) {
      Program server = servers.get(person.tokens().size() % servers.size());
      person.tokens().add(caller.refresh(server, person.last()).tokens().refresh());
    }
  }

  /** Signs out at the first; returns when everybody knows. */
  private Duration ended(List<Program> servers, Reply.Tokens tokens) {
    long began = System.nanoTime();
    assertThat(caller.logout(servers.get(0), tokens.refresh()).status()).isEqualTo(204);
    assertThat(caller.check(servers.get(0), tokens.access()).status())
        .as("at once")
        .isEqualTo(401);
    for (Program server : servers) {
      Patience.until(
          "it is refused there too", () -> caller.check(server, tokens.access()).status() == 401);
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private void assertEndedWithinTheBound(List<Program> servers, String cursor) {
    List<Duration> lags = new ArrayList<>();
    List<String> ended = new ArrayList<>();
    for (int i = 0; i < OFTEN; i++) {
      Reply.Tokens tokens = signIn(servers.get(1));
      ended.add(caller
          .check(servers.get(2), tokens.access())
          .headers()
          .firstValue("X-Auth-Session")
          .orElseThrow());
      lags.add(ended(servers, tokens));
    }
    // one may fall into a pause of a machine that does much else
    assertThat(lags.stream().sorted().limit(OFTEN - 1))
        .as("lags %s", lags)
        .allMatch(lag -> lag.compareTo(BOUND) < 0);
    List<String> told = new ArrayList<>();
    caller
        .revocations(servers.get(2), cursor)
        .json()
        .path("revocations")
        .forEach(entry -> told.add(entry.path("sid").asText()));
    assertThat(told).as("what a service hears that goes on with its cursor").containsAll(ended);
  }

  /** He has a token whose successors were lost, so it is taken for the newest; the owner's is newer. */
  private void assertCaught(List<Program> servers, Held robbed) {
    String stolen = robbed.tokens().get(3);
    String thiefs = caller.refresh(servers.get(0), stolen).tokens().refresh();
    refresh(servers, robbed, 1);
    assertThat(caller.refresh(servers.get(1), thiefs).code()).isEqualTo("REFRESH_REJECTED");
    assertThat(caller.refresh(servers.get(2), robbed.last()).code())
        .as("and the session is over")
        .isEqualTo("REFRESH_REJECTED");
  }
}
