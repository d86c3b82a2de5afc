package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.port.Outage;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Migrating, and what opening asks of the schema. */
final class SchemaTest {
  /** Migrations of a later release. */
  private static final String LATER = "dev/gatehouse/postgres/later";

  private static final String SETTINGS =
      "select current_setting('search_path') || ', ' || current_setting('lock_timeout') || ', ' || current_user";

  private final PGSimpleDataSource database = ScratchPostgres.database();

  @Test
  void the_code_needs_its_newest_migration() {
    int newest = Migrations.packaged().stream()
        .mapToInt(Migrations.Migration::version)
        .max()
        .orElseThrow();

    assertThat(Schema.NEEDED).isEqualTo(newest);
  }

  @Test
  void migrating_again_changes_nothing() {
    PGSimpleDataSource empty = ScratchPostgres.shared().empty();
    Postgres.migrate(empty);
    List<String> once = history(empty);

    Postgres.migrate(empty);
    Postgres.migrate(ScratchPostgres.settings(empty));

    assertThat(history(empty)).isEqualTo(once).isNotEmpty();
  }

  @Test
  @DisplayName("[L47] nodes that migrate at once all succeed, and each migration runs once")
  void nodes_that_migrate_at_once_all_succeed() {
    Race.rounds(3, round -> {
      PGSimpleDataSource fresh = ScratchPostgres.shared().empty();

      Race.of(4, node -> {
        Postgres.migrate(fresh);
        return true;
      });

      assertThat(history(fresh))
          .doesNotHaveDuplicates()
          .hasSize(Migrations.packaged().size());
      works(fresh);
    });
  }

  @Test
  void a_pool_is_given_back_as_it_was() throws SQLException {
    PGSimpleDataSource empty = ScratchPostgres.shared().empty();
    HikariConfig config = new HikariConfig();
    config.setDataSource(empty);
    config.setMaximumPoolSize(2);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      String before = value(pool, SETTINGS);

      Postgres.migrate(pool);

      try (Connection one = pool.getConnection();
          Connection two = pool.getConnection()) {
        for (Connection connection : List.of(one, two)) {
          assertThat(value(connection, SETTINGS)).isEqualTo(before);
        }
      }
    }
  }

  @Test
  void opening_never_migrates_and_says_what_to_do() {
    PGSimpleDataSource empty = ScratchPostgres.shared().empty();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Postgres.open(empty))
        .withMessage("there is no schema gatehouse; version " + Schema.NEEDED
            + " or newer is needed: run migrate first");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Postgres.open(ScratchPostgres.settings(empty)));

    assertThat(value(empty, "select count(*) from pg_namespace where nspname = 'gatehouse'"))
        .isEqualTo("0");
  }

  @Test
  void the_direct_way_is_gone_by_whom_it_names_or_else_by_the_pool_s_user() {
    PGSimpleDataSource empty = ScratchPostgres.shared().empty();
    Postgres.Settings settings = ScratchPostgres.settings(empty);
    String role = "migrator_" + Fixtures.unique();
    run(empty, "create role " + role + " superuser login password 'a+b'");

    String whom = "select current_user";
    assertThat(value(Pools.direct(settings.withListenUrl(settings.url())), whom))
        .isEqualTo(settings.user());
    Postgres.Settings direct =
        settings.withListenUrl(settings.url() + "?user=" + role + "&password=a%2Bb");
    assertThat(value(Pools.direct(direct), whom)).isEqualTo(role);
    assertThat(((PGSimpleDataSource) Pools.direct(direct)).getPassword()).isEqualTo("a+b");
    assertThat(direct.toString()).doesNotContain(role);

    Postgres.migrate(direct);
    assertThat(
            value(empty, "select nspowner::regrole from pg_namespace where nspname = 'gatehouse'"))
        .isEqualTo(role);
    run(empty, "alter role " + role + " set statement_timeout = '10s'");
    assertThat(value(Pools.direct(direct), "show statement_timeout"))
        .as("migrating takes as long as it takes")
        .isEqualTo("0");
    try (Postgres postgres = Postgres.open(
        Postgres.Settings.of(settings.url() + "?user=" + role + "&password=a%2Bb", role, "a+b"))) {
      account(postgres);
    }
  }

  @Test
  @DisplayName(
      "[L43] behind a pooler, which lets no connection bring time-outs along, those that are not set are named")
  void behind_a_pooler_time_outs_that_are_not_set_are_named() {
    Postgres.Settings settings = ScratchPostgres.settings(database);
    Postgres.Settings pooled = settings.withListenUrl(settings.url());
    for (String name : List.of("lock_timeout", "idle_in_transaction_session_timeout")) {
      run(database, "alter database " + database.getDatabaseName() + " set " + name + " = '2s'");
    }

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Postgres.open(pooled))
        .withMessage(
            "behind a pooler time-outs have to be set on the role or the database, and some are not: alter role \"postgres\" set statement_timeout = '10000'");

    run(database, "alter database " + database.getDatabaseName() + " set statement_timeout = '2s'");
    try (Postgres postgres = Postgres.open(pooled)) {
      account(postgres);
    }
  }

  @Test
  void an_older_schema_is_refused() {
    run(database, "update gatehouse.schema_history set version = '0' where version = '1'");
    run(database, "delete from gatehouse.schema_history where version <> '0'");

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Postgres.open(database))
        .withMessage("the schema gatehouse is at version 0; version " + Schema.NEEDED
            + " or newer is needed: run migrate first");
  }

  @Test
  @DisplayName("[L47] a newer schema is accepted, and migrating leaves it alone")
  void a_newer_schema_is_accepted() {
    run(database, """
        insert into gatehouse.schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
        values (1000, '1000', 'of a later release', 'SQL', 'V1000__of_a_later_release.sql', 1, 'somebody', 1, true)
        """);
    run(database, "alter table gatehouse.sessions add column added_later text");
    List<String> before = history(database);

    works(database);
    Postgres.migrate(database);

    assertThat(history(database)).isEqualTo(before).contains("1000");
    works(database);
  }

  @Test
  @DisplayName(
      "[L47] a migration that has to wait for a lock gives up before others wait for it, and can be run again")
  void a_migration_that_has_to_wait_gives_up() throws SQLException {
    try (Connection reader = database.getConnection();
        Statement statement = reader.createStatement()) {
      reader.setAutoCommit(false);
      statement.execute("select 1 from gatehouse.accounts");

      assertThatExceptionOfType(Outage.class)
          .isThrownBy(() -> Schema.migrate(database, Schema.MIGRATIONS, LATER));
    }
    List<String> packaged = history(database);
    assertThat(packaged).hasSize(Migrations.packaged().size());

    Schema.migrate(database, Schema.MIGRATIONS, LATER);

    assertThat(history(database))
        .as("an index made concurrently among them")
        .startsWith(packaged.toArray(String[]::new))
        .endsWith("1000", "1001")
        .hasSize(packaged.size() + 2);
    works(database);
  }

  @Test
  void a_column_added_while_statements_are_prepared_disturbs_nobody() {
    try (Postgres postgres = Postgres.open(ScratchPostgres.settings(database).withPoolSize(1))) {
      Account account = account(postgres);

      run(
          database,
          "alter table gatehouse.accounts add column added_later text not null default 'x'");

      assertThat(postgres.accounts().find(account.realm(), account.id())).isPresent();
      assertThat(postgres.store().<Object>atomically(unit -> unit.accounts().lock(account.id())))
          .isEqualTo(Optional.of(account));
    }
  }

  @Test
  void
      transactions_that_are_not_read_committed_are_refused_in_an_embedders_pool_and_set_right_in_our_own() {
    run(
        database,
        "alter database " + database.getDatabaseName()
            + " set default_transaction_isolation = 'serializable'");

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Postgres.open(database))
        .withMessage(
            "transactions are 'serializable' by default; 'read committed' is needed (default_transaction_isolation)");
    try (Postgres postgres = Postgres.open(ScratchPostgres.settings(database))) {
      account(postgres);
    }
  }

  @Test
  void an_embedders_pool_may_be_without_autocommit() {
    HikariConfig config = new HikariConfig();
    config.setDataSource(database);
    config.setAutoCommit(false);
    config.setMaximumPoolSize(1);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      Postgres postgres = Postgres.open(pool);
      Account account = account(postgres);
      assertThat(postgres.accounts().find(account.realm(), account.id())).isPresent();
      postgres.close();

      assertThat(pool.isClosed()).as("the embedder's to close").isFalse();
    }
    works(database);
  }

  private static void works(DataSource source) {
    try (Postgres postgres = Postgres.open(source)) {
      Account account = account(postgres);
      assertThat(postgres.accounts().find(account.realm(), account.id())).isPresent();
    }
  }

  private static Account account(Postgres postgres) {
    Account account = Fixtures.account();
    boolean created =
        postgres.store().atomically(unit -> unit.accounts().create(account, Optional.empty()));
    assertThat(created).isTrue();
    return account;
  }

  private static List<String> history(DataSource source) {
    return List.of(value(
            source,
            "select string_agg(version, ',' order by installed_rank) from gatehouse.schema_history where version is not null and success")
        .split(","));
  }

  private static String value(DataSource source, String sql) {
    try (Connection connection = source.getConnection()) {
      return value(connection, sql);
    } catch (SQLException failure) {
      throw new AssertionError(sql, failure);
    }
  }

  private static String value(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void run(DataSource source, String sql) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new AssertionError(sql, failure);
    }
  }
}
