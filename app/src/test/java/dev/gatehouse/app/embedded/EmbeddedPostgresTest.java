package dev.gatehouse.app.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.app.config.Misconfigured;
import dev.gatehouse.port.Randomness;
import dev.gatehouse.postgres.Postgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
  private static final Randomness RANDOM = new SecureRandom()::nextBytes;

  @TempDir
  Path temp;

  private static String ask(Postgres.Settings settings, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Statement statement = connection.createStatement();
        ResultSet row = answer(statement, sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /** The first answer that has rows. */
  private static ResultSet answer(Statement statement, String sql) throws SQLException {
    return statement.execute(sql) || statement.getMoreResults()
        ? statement.getResultSet()
        : statement.getGeneratedKeys();
  }

  @Test
  void it_is_durable_lets_nobody_in_without_the_password_and_keeps_its_data() throws Exception {
    Path data = temp.resolve("some data");
    Postgres.Settings before;
    try (DataFolder folder = DataFolder.open(data);
        EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, RANDOM)) {
      before = postgres.settings();
      for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        assertThat(ask(before, "show " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(ask(before, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(ask(
              before,
              "select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256'"))
          .isEqualTo("0");
      assertThatThrownBy(() ->
              DriverManager.getConnection(before.url(), before.user(), "wrong").close())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      ask(before, "create table kept as select 'yes' as t; select t from kept");
      assertThat(EmbeddedPostgres.running(data, RANDOM)).isPresent();
      Path link = Files.createSymbolicLink(temp.resolve("link"), data);
      assertThat(EmbeddedPostgres.running(link, RANDOM)).isPresent();
    }
    assertThat(EmbeddedPostgres.running(data, RANDOM)).isEmpty();

    Process stranger = new ProcessBuilder("sleep", "600").start();
    try (DataFolder folder = DataFolder.open(data)) {
      // the machine came up anew, and gave the number to somebody else
      Files.write(
          data.resolve("postgres/cluster/postmaster.pid"),
          List.of(Long.toString(stranger.pid()), "x", "0", "1", "", "", "", ""));
      try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, RANDOM)) {
        assertThat(ask(postgres.settings(), "select t from kept")).isEqualTo("yes");
      }
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void a_stranger_who_has_its_number_neither_keeps_it_away_nor_is_stopped_for_it()
      throws Exception {
    Process stranger = new ProcessBuilder("sleep", "600").start();
    List<String> strangers = List.of(Long.toString(stranger.pid()), "x", "0", "1", "", "", "", "");
    Path file = temp.resolve("postgres/cluster/postmaster.pid");
    try (DataFolder folder = DataFolder.open(temp)) {
      EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, RANDOM);
      ProcessHandle killed = ProcessHandle.of(postgres.pid().orElseThrow()).orElseThrow();
      Files.write(file, strangers);
      killed.destroyForcibly();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
      while (postgres.pid().isEmpty()) {
        assertThat(System.nanoTime()).as("it comes back in time").isLessThan(deadline);
        Thread.onSpinWait();
      }
      ProcessHandle back = ProcessHandle.of(postgres.pid().orElseThrow()).orElseThrow();
      // not before who brings it up has seen that it is ready
      synchronized (postgres) {
        Files.write(file, strangers);
      }
      postgres.close();
      back.destroyForcibly();
      back.onExit().get(30, TimeUnit.SECONDS);
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void a_data_folder_is_used_by_one_at_a_time() throws Exception {
    DataFolder first = DataFolder.open(temp);
    assertThatThrownBy(() -> DataFolder.open(temp))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining(temp.toString());
    first.close();

    DataFolder.open(temp).close();
  }

  @Test
  void a_secret_is_made_once_and_read_by_its_owner_only() throws Exception {
    byte[] made = DataFolder.secret(temp, "key", 32, RANDOM);
    assertThat(DataFolder.secret(temp, "key", 32, RANDOM)).isEqualTo(made);

    Files.setPosixFilePermissions(
        temp.resolve("key"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> DataFolder.secret(temp, "key", 32, RANDOM))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("read by others");
  }

  @Test
  void a_damaged_secret_is_no_reason_to_make_another() throws Exception {
    DataFolder.secret(temp, "key", 32, RANDOM);
    Files.writeString(temp.resolve("key"), "c2hvcnQ=");

    assertThatThrownBy(() -> DataFolder.secret(temp, "key", 32, RANDOM))
        .isInstanceOf(Misconfigured.class)
        .hasMessageContaining("5 bytes");
  }
}
