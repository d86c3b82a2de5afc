package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.postgres.ScratchPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is ended at one server is ended at the other of the same database. */
class RevocationTest {
  private static final Duration BOUND = Duration.ofSeconds(1);
  private static final int OFTEN = 15;
  private static final String NEW_PASSWORD = "another umbrella for the lighthouse";

  @TempDir
  static Path folder;

  private static Site site;
  private static TwoServers servers;

  private final Caller caller = Caller.anyone();

  @BeforeAll
  static void start() {
    site = Site.withRedis(folder, ScratchPostgres.database());
    servers = TwoServers.start(site);
  }

  @AfterAll
  static void end() {
    servers.close();
  }

  @Test
  @DisplayName(
      "[L22] signed out at one server, a token is refused there at once, at the other within a second, and at both after a restart")
  void who_signs_out_at_one_server_is_refused_at_both_and_after_a_restart() {
    Reply.Tokens control = caller.newcomer(servers.one(), "Leaver");
    List<String> ended = new ArrayList<>();
    List<Duration> lags = new ArrayList<>();
    for (int i = 0; i < OFTEN; i++) {
      Program here = servers.of(i);
      Program there = servers.of(i + 1);
      Reply.Tokens tokens = caller.login(there, "Leaver").tokens();
      ended.add(tokens.access());
      assertThat(statusAt(there, tokens.access())).isEqualTo(204);
      lags.add(lag(there, tokens.access(), () -> {
        assertThat(caller.logout(here, tokens.refresh()).status()).isEqualTo(204);
        assertThat(statusAt(here, tokens.access())).as("at once").isEqualTo(401);
      }));
    }
    // one may fall into a pause of a machine that does much else
    assertThat(lags.stream().sorted().limit(OFTEN - 1))
        .as("lags %s", lags)
        .allMatch(lag -> lag.compareTo(BOUND) < 0);

    servers.all().forEach(Program::tellToStop);
    assertThat(servers.all()).extracting(Program::exitCode).containsOnly(0);
    servers.close();
    servers = TwoServers.start(site);

    for (Program server : servers.all()) {
      assertThat(ended)
          .allSatisfy(access -> assertThat(statusAt(server, access)).isEqualTo(401));
      assertThat(statusAt(server, control.access())).as("who did not sign out").isEqualTo(204);
    }
  }

  @Test
  @DisplayName(
      "[L23] signing out everywhere, removing a device and changing the password at one server end what they say at both")
  void every_way_to_end_sessions_works_at_both() {
    caller.newcomer(servers.one(), "Owner");

    endsTheOther(
        "everywhere else", (mine, others) -> caller.logoutAll(servers.one(), mine.access()), false);
    endsTheOther(
        "the device",
        (mine, others) -> caller.removeDevice(servers.one(), mine.access(), session(others)),
        true);
    endsTheOther(
        "by a new password",
        (mine, others) ->
            caller.changePassword(servers.one(), mine.access(), Caller.PASSWORD, NEW_PASSWORD),
        true);
    assertThat(caller.login(servers.other(), "Owner").status()).isEqualTo(401);
    assertThat(caller.login(servers.other(), "Owner", NEW_PASSWORD).status()).isEqualTo(200);
  }

  /** Of two sessions one does something that ends the other. */
  private void endsTheOther(
      String what, BiFunction<Reply.Tokens, Reply.Tokens, Reply> act, boolean keepsItself) {
    Reply.Tokens mine = caller.login(servers.one(), "Owner").tokens();
    Reply.Tokens others = caller.login(servers.other(), "Owner").tokens();
    assertThat(act.apply(mine, others).status()).as(what).isEqualTo(200);
    assertThat(statusAt(servers.one(), others.access())).as("at once").isEqualTo(401);
    awaitRefusal(servers.other(), others.access());
    assertThat(caller.refresh(servers.other(), others.refresh()).code())
        .as(what)
        .isEqualTo("REFRESH_REJECTED");
    assertThat(statusAt(servers.one(), mine.access())).as(what).isEqualTo(keepsItself ? 204 : 401);
  }

  @Test
  @DisplayName(
      "[L21] a token two steps old, shown at another server than made its successors, ends its session at both and no other")
  void an_old_token_shown_elsewhere_ends_its_session_and_no_other() {
    Reply.Tokens elsewhere = caller.newcomer(servers.one(), "Robbed");
    String first = caller.login(servers.one(), "Robbed").tokens().refresh();
    String second = caller.refresh(servers.one(), first).tokens().refresh();
    Reply.Tokens third = caller.refresh(servers.other(), second).tokens();

    assertThat(caller.refresh(servers.other(), first).code()).isEqualTo("REFRESH_REJECTED");
    assertThat(statusAt(servers.other(), third.access())).as("at once").isEqualTo(401);
    awaitRefusal(servers.one(), third.access());
    servers
        .all()
        .forEach(server -> assertThat(caller.refresh(server, third.refresh()).code())
            .isEqualTo("REFRESH_REJECTED"));
    assertThat(caller.refresh(servers.one(), elsewhere.refresh()).status()).isEqualTo(200);
    assertThat(site.number("select count(*) from gatehouse.audit where type = 'SESSION_ENDED'"
            + " and reason = 'REFRESH_TOKEN_REUSED'"))
        .isEqualTo(1);
  }

  /** From before it is ended until the other server refuses it: more than the law's own measure. */
  private Duration lag(Program there, String access, Runnable end) {
    long began = System.nanoTime();
    end.run();
    awaitRefusal(there, access);
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private void awaitRefusal(Program there, String access) {
    Patience.until("it is refused there too", () -> statusAt(there, access) == 401);
  }

  private int statusAt(Program server, String access) {
    return caller.check(server, access).status();
  }

  private String session(Reply.Tokens tokens) {
    return caller
        .check(servers.other(), tokens.access())
        .headers()
        .firstValue("X-Auth-Session")
        .orElseThrow();
  }
}
