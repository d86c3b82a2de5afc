package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Production as an operator meets it: by commands, the environment, exit codes and signals. */
class OperatingTest {
  private static final Duration BOUND = Duration.ofSeconds(1);

  @TempDir
  Path folder;

  @Test
  void every_mistake_of_the_configuration_is_told_at_once() {
    Map<String, String> environment =
        Map.of("GATEHOUSE_HTTP_PORT", "http", "GATEHOUSE_DATABASE_ULR", "postgresql://u:p@h/d");
    try (Program refused = Program.begin(folder.resolve("server"), environment, "serve")) {
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.out()).isEmpty();
      assertThat(refused.err())
          .contains(
              "GATEHOUSE_HTTP_PORT",
              "GATEHOUSE_PUBLIC_URL",
              "GATEHOUSE_DATABASE_URL",
              "GATEHOUSE_MASTER_KEY",
              "GATEHOUSE_DATABASE_ULR");
      assertThat(refused.readyFile()).doesNotExist();
    }
  }

  @Test
  void without_its_database_it_does_not_start_and_says_so() {
    Site site = new Site(folder, ScratchPostgres.shared().empty());
    // nothing listens on the first port of all
    site.set("DATABASE_URL", "postgresql://someone:a-secret-of-the-database@127.0.0.1:1/nowhere");
    try (Program refused = site.run("serve")) {
      assertThat(refused.exitCode()).isEqualTo(3);
      assertThat(refused.err())
          .contains("the database cannot be reached")
          .doesNotContain("a-secret-of-the-database");
    }
  }

  @Test
  void an_empty_database_has_to_be_migrated_first_and_then_it_serves_until_told_to_stop()
      throws Exception {
    Site site = new Site(folder, ScratchPostgres.shared().empty());
    try (Program refused = site.begin("server")) {
      assertThat(refused.exitCode()).isEqualTo(3);
      assertThat(refused.err()).contains("run migrate first");
      assertThat(refused.out()).isEmpty();
    }
    assertThat(site.command("migrate")).isEqualTo("the schema is up to date\n");

    try (Program server = site.begin("server").ready()) {
      assertThat(server.out()).isEqualTo("ready " + server.base() + "\n");
      assertThat(server.readyFile()).hasContent(server.out());
      Caller probe = Caller.local();
      assertThat(probe.get(server, "/health").text("status")).isEqualTo("up");
      Patience.until(
          "it is ready", () -> probe.get(server, "/readiness").text("status").equals("ready"));
      assertThat(Caller.anyone().get(server, "/openapi.json").text("openapi")).startsWith("3.1");

      stopWhileOneIsServed(site, server);

      assertThat(server.exitCode()).isZero();
      assertThat(server.readyFile()).doesNotExist();
    }
  }

  /** Who is being served when it is told to stop is served. The row that his answer needs is held until the stop has begun. */
  private static void stopWhileOneIsServed(Site site, Program server) throws SQLException {
    Caller caller = Caller.anyone();
    String token = caller.newcomer(server, "alice").refresh();
    Race.Running<Reply> served;
    try (Connection holder = site.database().getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("select 1 from gatehouse.sessions for update");
      served = Race.start(() -> caller.refresh(server, token));
      Patience.until(
          "the request waits for the row",
          () -> site.number("select count(*) from pg_stat_activity"
                  + " where datname = current_database() and wait_event_type = 'Lock'")
              > 0);
      server.tellToStop();
      Patience.until("the stop has begun", () -> !Files.exists(server.readyFile()));
      holder.rollback();
    }
    assertThat(served.result().status()).isEqualTo(200);
  }

  @Test
  @DisplayName(
      "[L22] [L23] [L30] disabling, enabling, unlocking, rotating and withdrawing by command take effect on the server that runs")
  void what_an_operator_commands_takes_effect_on_the_server_that_runs() {
    Site site = new Site(folder, ScratchPostgres.database());
    try (Program server = site.begin("server").ready()) {
      Caller caller = Caller.anyone();
      Reply.Tokens tokens = caller.newcomer(server, "Alice");
      Reply.Tokens other = Caller.anyone().newcomer(server, "Bob");

      assertThat(site.command("admin", "disable", "alice")).contains("sessions ended: 1");
      assertRefusedWithinBound(server, tokens.access());
      assertThat(caller.refresh(server, tokens.refresh()).code()).isEqualTo("REFRESH_REJECTED");
      assertThat(caller.login(server, "alice").status()).isEqualTo(401);
      assertThat(site.command("admin", "enable", "alice")).contains("enabled");
      assertThat(caller.login(server, "alice").status()).isEqualTo(200);
      assertThat(caller.check(server, tokens.access()).status())
          .as("stays ended")
          .isEqualTo(401);

      Caller guesser = Caller.anyone();
      Patience.until(
          "the name is locked",
          () -> guesser.login(server, "alice", "no umbrella at all").status() == 423);
      assertThat(guesser.login(server, "alice").status()).isEqualTo(423);
      assertThat(site.command("admin", "unlock", "alice", "--reason", "asked by phone"))
          .contains("unlocked");
      assertThat(guesser.login(server, "alice").status()).isEqualTo(200);

      assertThat(site.command("keys", "rotate")).contains("takes over at");
      assertThat(site.command("keys", "compromise", kid(other.header()))).contains("withdrawn");
      assertRefusedWithinBound(server, other.access());
      Reply.Tokens healed = caller.refresh(server, other.refresh()).tokens();
      assertThat(caller.check(server, healed.access()).status()).isEqualTo(204);
      assertThat(caller.get(server, "/.well-known/jwks.json").json().toString())
          .contains(kid(healed.header()))
          .doesNotContain(kid(other.header()));
      assertThat(
              site.number(
                  "select count(distinct type) from gatehouse.audit where actor = 'command line' and type in"
                      + " ('ACCOUNT_DISABLED', 'ACCOUNT_ENABLED', 'ACCOUNT_UNLOCKED', 'KEY_ROTATION_COMMANDED', 'KEY_WITHDRAWN')"))
          .as("[L44] acts in the audit")
          .isEqualTo(5);
    }
  }

  @Test
  @DisplayName("[L26] [L40] the master key is replaced while servers go on, and nobody notices")
  void the_master_key_is_replaced_while_servers_go_on() {
    Site site = new Site(folder, ScratchPostgres.database());
    String old = masterKey();
    String other = masterKey();
    site.set("MASTER_KEY", old);
    Caller caller = Caller.anyone();
    try (Program before = site.begin("before").ready()) {
      Reply.Tokens tokens = caller.newcomer(before, "alice");
      site.set("MASTER_KEY", "1:" + old + ",2:" + other);
      try (Program both = site.begin("both").ready()) {
        Reply.Tokens refreshed = caller.refresh(both, tokens.refresh()).tokens();
        assertThat(site.command("keys", "reseal"))
            .doesNotStartWith("0 ")
            .contains("older master key");
        assertThat(site.command("keys", "reseal")).startsWith("0 ");

        site.set("MASTER_KEY", "2:" + other);
        try (Program after = site.begin("after").ready()) {
          assertThat(caller.check(after, refreshed.access()).status()).isEqualTo(204);
          Reply.Tokens again = caller.refresh(after, refreshed.refresh()).tokens();
          assertThat(caller.check(both, again.access()).status()).isEqualTo(204);
        }
      }
    }
  }

  private static String masterKey() {
    return Base64.getEncoder().encodeToString(Fixtures.bytes(MasterKeys.KEY_BYTES));
  }

  /** The command has ended already, so what is measured is the most that it may have taken after. */
  private static void assertRefusedWithinBound(Program server, String access) {
    Caller gateway = Caller.anyone();
    Duration lag = Patience.until(
        "the token is refused", () -> gateway.check(server, access).status() == 401);
    assertThat(lag).isLessThan(BOUND);
  }

  private static String kid(String header) {
    Matcher kid = Pattern.compile("\"kid\":\"([^\"]+)\"")
        .matcher(new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8));
    assertThat(kid.find()).isTrue();
    return kid.group(1);
  }
}
