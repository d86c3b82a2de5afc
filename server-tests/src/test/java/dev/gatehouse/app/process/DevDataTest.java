package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.app.embedded.EmbeddedPostgres;
import dev.gatehouse.postgres.Postgres;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data folder of embedded mode, over a stop and over everything that can be killed. */
class DevDataTest {
  @TempDir
  Path folder;

  private final Caller caller = Caller.local();

  private Program begin() {
    // without it the issuer is made of the port, which is another each time
    return Program.begin(
        folder,
        Map.of("GATEHOUSE_HTTP_PORT", "0", "GATEHOUSE_PUBLIC_URL", "http://localhost"),
        "dev");
  }

  @Test
  @DisplayName(
      "[L41] accounts, sessions, keys and access tokens of embedded mode outlive a stop, a killed PostgreSQL and a killed server")
  void everything_outlives_a_stop_and_every_kill() {
    Reply.Tokens tokens;
    JsonNode keys;
    try (Program server = begin().ready()) {
      tokens = caller.newcomer(server, "Alice");
      keys = keys(server);
      assertThat(server.tellToStop().exitCode()).isZero();
    }

    try (Program server = begin().ready()) {
      tokens = assertKept(server, tokens, keys);

      ProcessHandle postgres = server.postmaster().orElseThrow();
      postgres.destroyForcibly();
      Patience.until(
          "another PostgreSQL serves",
          () -> server.postmaster().filter(now -> now.pid() != postgres.pid()).isPresent()
              && caller.get(server, "/readiness").status() == 200);
      tokens = assertKept(server, tokens, keys);

      server.kill();
      try (Program again = begin().ready()) {
        assertKept(again, tokens, keys);
      }
    }
  }

  private Reply.Tokens assertKept(Program server, Reply.Tokens tokens, JsonNode keys) {
    assertThat(keys(server)).isEqualTo(keys);
    assertThat(caller.check(server, tokens.access()).status())
        .as("the access token from before")
        .isEqualTo(204);
    assertThat(caller.me(server, tokens.access()).text("login")).isEqualTo("Alice");
    assertThat(caller.login(server, "Alice").status()).isEqualTo(200);
    return caller.refresh(server, tokens.refresh()).tokens();
  }

  private JsonNode keys(Program server) {
    return caller.get(server, "/.well-known/jwks.json").json();
  }

  @Test
  @Tag("thorough")
  @DisplayName(
      "[L41] killed (-9) under load, embedded mode sends every mail that it had promised once or twice, and loses nothing")
  void killed_under_load_it_loses_nothing_and_mails_once_or_twice() throws Exception {
    Ledger ledger = new Ledger(Caller::local);
    try (Program server = begin().ready()) {
      ledger.killUnderLoad(server, 5);

      try (Program again = begin().ready()) {
        ledger.assertKept(again);
        endLeases();
        assertThat(ledger.mailed()).isNotEmpty().allSatisfy(address -> {
          Patience.until("the mail is there", () -> mails(again, address) > 0);
          assertThat(mails(again, address)).isBetween(1, 2);
        });
        assertThat(caller.get(again, "/dev/mailbox.json").json().size())
            .as("mails to anybody, of which one may have come twice")
            .isLessThanOrEqualTo(ledger.asked().size() + 1);
      }
    }
  }

  private int mails(Program server, String address) {
    return caller.get(server, "/dev/mailbox.json?to=" + address).json().size();
  }

  /** As if the two minutes had gone by for which a mail is left to who has begun to send it. */
  private void endLeases() throws SQLException {
    Postgres.Settings database = EmbeddedPostgres.running(
            folder.resolve("data"),
            bytes -> System.arraycopy(Fixtures.bytes(bytes.length), 0, bytes, 0, bytes.length))
        .orElseThrow();
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute("update gatehouse.outbox set due_at = now() where due_at > now()");
    }
  }
}
