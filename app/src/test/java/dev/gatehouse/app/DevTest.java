package dev.gatehouse.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Embedded mode as a newcomer meets it: as a process, with everything that can be killed killed. */
class DevTest {
  private static final String PASSWORD = "a spare umbrella for the lighthouse";
  private static final String LOGIN =
      "{\"login_or_email\":\"alice\",\"password\":\"" + PASSWORD + "\",\"remember_me\":false}";

  @TempDir
  Path folder;

  private static void register(DevProcess dev, String login) throws Exception {
    JsonNode answer = dev.post(
        "/api/v1/auth/register",
        "{\"login\":\"" + login + "\",\"password\":\"" + PASSWORD
            + "\",\"locale\":\"en\",\"tos_accepted\":true}");
    assertThat(answer.path("is_active").asBoolean()).as(answer.toString()).isTrue();
  }

  private static String refreshToken(JsonNode answer) {
    assertThat(answer.path("refresh_token").asText()).as(answer.toString()).startsWith("gtr_");
    return answer.path("refresh_token").asText();
  }

  private static String refresh(DevProcess dev, String token) throws Exception {
    return refreshToken(dev.post("/api/v1/auth/refresh", "{\"refresh_token\":\"" + token + "\"}"));
  }

  @Test
  @DisplayName(
      "[L41] [L43] accounts, sessions, keys and mails outlive a kill of PostgreSQL, which comes back by itself, and of the server")
  void what_was_acknowledged_outlives_every_kill() throws Exception {
    String token;
    JsonNode keys;
    try (DevProcess dev = DevProcess.start(folder)) {
      register(dev, "alice");
      dev.post(
          "/api/v1/auth/register",
          "{\"email\":\"bob@example.com\",\"password\":\"" + PASSWORD
              + "\",\"locale\":\"en\",\"tos_accepted\":true}");
      dev.await(() -> dev.get("/dev/mailbox.json").size() == 1);
      token = refreshToken(dev.post("/api/v1/auth/login", LOGIN));
      keys = dev.get("/.well-known/jwks.json");

      ProcessHandle killed = dev.postmaster().orElseThrow();
      killed.destroyForcibly();
      dev.await(() -> dev.postmaster().filter(p -> p.pid() != killed.pid()).isPresent());
      dev.await(() -> dev.get("/readiness").path("status").asText().equals("ready"));
      token = refresh(dev, token);
      dev.kill();
      assertThat(dev.postmaster()).as("what a killed server leaves behind").isPresent();

      try (DevProcess again = DevProcess.start(folder)) {
        assertThat(again.log()).contains("left behind");
        refresh(again, token);
        assertThat(again.get("/.well-known/jwks.json")).isEqualTo(keys);
        refreshToken(again.post("/api/v1/auth/login", LOGIN));
        assertThat(again.get("/dev/mailbox.json?to=bob@example.com"))
            .singleElement()
            .satisfies(
                mail -> assertThat(mail.path("text").asText()).containsPattern("\\b\\d{6}\\b"));
      }
    }
  }

  @Test
  void it_says_ready_where_scripts_look_keeps_its_secrets_and_stops_when_asked() throws Exception {
    try (DevProcess dev = DevProcess.start(folder)) {
      assertThat(dev.out()).isEqualTo("ready " + dev.base() + "\n");
      assertThat(dev.data().resolve("ready")).hasContent("ready " + dev.base() + "\n");
      for (String secret : new String[] {"master.key", "postgres.password"}) {
        assertThat(Files.getPosixFilePermissions(dev.data().resolve(secret)))
            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      }
      ProcessHandle postmaster = dev.postmaster().orElseThrow();

      DevProcess second = aSecondOn(dev);
      assertThat(second.exitCode()).isEqualTo(2);
      assertThat(second.log()).contains("GATEHOUSE_DATA_DIR", "another gatehouse uses now");
      assertThat(dev.data().resolve("ready")).exists();
      operate(dev);

      assertThat(dev.stop()).isZero();
      assertThat(dev.data().resolve("ready")).doesNotExist();
      // its file goes a moment before it does
      postmaster.onExit().get(30, TimeUnit.SECONDS);
      assertThat(dev.log())
          .as("[L40]")
          .doesNotContain(PASSWORD, "gtr_", "eyJ")
          .contains("POST /api/v1/auth/login");
    }
  }

  @Test
  void told_to_stop_while_it_makes_its_database_it_ends_with_0_and_leaves_no_process()
      throws Exception {
    try (DevProcess dev = DevProcess.begin(folder)) {
      dev.await(() -> Files.exists(dev.data().resolve("postgres/cluster.part")));
      dev.abandon();

      assertThat(dev.exitCode()).as(dev.log()).isZero();
      assertThat(dev.out()).isEmpty();
      assertThat(dev.log()).contains("stopped before it was ready").doesNotContain("Exception");
      assertThat(dev.postmaster()).isEmpty();
      assertThat(dev.data().resolve("postgres/cluster/PG_VERSION")).exists();
    }
  }

  @Test
  void without_tar_it_says_what_to_install() throws Exception {
    try (DevProcess dev = DevProcess.begin(folder, Map.of("PATH", "/nowhere"))) {
      assertThat(dev.exitCode()).isEqualTo(3);
      assertThat(dev.log()).contains("there is no `tar`").doesNotContain("\tat ");
    }
  }

  /** With output of its own, on the same data. */
  private DevProcess aSecondOn(DevProcess first) throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("second"));
    Files.createSymbolicLink(elsewhere.resolve("data"), first.data());
    return DevProcess.begin(elsewhere);
  }

  private void operate(DevProcess dev) throws Exception {
    register(dev, "alice");
    String token = refreshToken(dev.post("/api/v1/auth/login", LOGIN));
    int keys = dev.get("/.well-known/jwks.json").path("keys").size();

    assertThat(command(dev, "admin", "disable", "alice", "--dev")).contains("sessions ended: 1");
    assertThat(dev.post("/api/v1/auth/refresh", "{\"refresh_token\":\"" + token + "\"}")
            .path("code")
            .asText())
        .isEqualTo("REFRESH_REJECTED");
    assertThat(command(dev, "admin", "enable", "Alice", "--dev")).contains("enabled");
    assertThat(command(dev, "admin", "unlock", "alice", "--dev", "--reason", "asked by phone"))
        .contains("unlocked");
    refreshToken(dev.post("/api/v1/auth/login", LOGIN));
    assertThat(said(2, dev, "admin", "disable", "alice", "--dev", "--realm", "nowhere"))
        .contains("there is no realm 'nowhere'")
        .doesNotContain("\tat ");
    assertThat(said(2, dev, "admin", "disable", "alice", "--dev", "--reason", " "))
        .doesNotContain("\tat ");
    strangersNames(dev);
    deadMails(dev);
    assertThat(command(dev, "keys", "rotate", "--dev")).contains("takes over at");
    String kid =
        dev.get("/.well-known/jwks.json").path("keys").path(0).path("kid").asText();
    assertThat(command(dev, "keys", "compromise", kid, "--dev")).contains("withdrawn");
    assertThat(said(1, dev, "keys", "compromise", kid, "--dev"))
        .contains("NOT_FOUND: there is no key '" + kid + "', or it is withdrawn already");
    assertThat(command(dev, "keys", "list", "--dev").lines())
        .anyMatch(line -> line.matches(kid + " +ACCESS_TOKEN +[ER]S256 +WITHDRAWN +20.*Z"))
        .anyMatch(line -> line.matches("[0-9a-f]{32} +REFRESH_TOKEN +HS256 +ACTIVE +20.*Z"))
        .anyMatch(line -> line.matches("[0-9a-f]{32} +DIGEST +HS256 +ACTIVE +20.*Z"));
    dev.await(() -> Stream.of(dev.get("/.well-known/jwks.json").path("keys"))
        .noneMatch(all -> all.toString().contains(kid)));
    assertThat(dev.get("/.well-known/jwks.json").path("keys").size())
        .isGreaterThanOrEqualTo(keys - 1);
  }

  /** There are none where a mailbox takes everything. */
  private static void deadMails(DevProcess dev) throws Exception {
    String id = "00000000-0000-7000-8000-000000000000";
    assertThat(command(dev, "admin", "mails", "--dev")).contains("no mail was given up");
    assertThat(command(dev, "admin", "resend-mail", "--all", "--dev"))
        .contains("0 mails go out again");
    assertThat(said(1, dev, "admin", "resend-mail", id, "--dev"))
        .contains("NOT_FOUND: there is no dead mail " + id);
    assertThat(said(2, dev, "admin", "resend-mail", "the-last", "--dev"))
        .contains("'the-last' is no id");
  }

  /** Names that look like ids, and one that is somebody else's. */
  private static void strangersNames(DevProcess dev) throws Exception {
    String id = dev.post("/api/v1/auth/login", LOGIN).path("user").path("id").asText();
    register(dev, "1-1-1-1-1");
    assertThat(command(dev, "admin", "disable", "1-1-1-1-1", "--dev")).contains("disabled");
    assertThat(said(1, dev, "admin", "disable", id, "--dev"))
        .contains("NOT_FOUND: there is no account '" + id
            + "' in realm 'main'; an id is given with --id");
    register(dev, id);
    assertThat(command(dev, "admin", "disable", id, "--dev")).contains("disabled");
    assertThat(said(1, dev, "admin", "disable", id, "--dev"))
        .contains("NOT_FOUND: account '" + id
            + "' in realm 'main' is DISABLED; this is for one that is ACTIVE");
    assertThat(refreshToken(dev.post("/api/v1/auth/login", LOGIN)))
        .as("not hers")
        .isNotEmpty();

    assertThat(command(dev, "admin", "disable", "--id", id.toUpperCase(Locale.ROOT), "--dev"))
        .contains("sessions ended: ");
    assertThat(dev.post("/api/v1/auth/login", LOGIN).has("refresh_token")).isFalse();
    assertThat(command(dev, "admin", "enable", "--id", id, "--dev")).contains("enabled");
    assertThat(said(1, dev, "admin", "enable", "--id", id.replace(id.charAt(0), 'f'), "--dev"))
        .contains("NOT_FOUND: there is no account f");
  }

  private static String command(DevProcess dev, String... words) {
    return said(0, dev, words);
  }

  private static String said(int code, DevProcess dev, String... words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    Map<String, String> environment = Map.of("GATEHOUSE_DATA_DIR", dev.data().toString());
    assertThat(Main.run(new Outside(environment, World.real(), out, out), words))
        .as(said.toString(StandardCharsets.UTF_8))
        .isEqualTo(code);
    return said.toString(StandardCharsets.UTF_8);
  }
}
