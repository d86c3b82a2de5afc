package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Refreshes;
import dev.gatehouse.port.Revocations;
import dev.gatehouse.testkit.fixture.ASession;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What happens when PostgreSQL goes, hangs or refuses: an outage, never an answer, and no restart needed afterwards. */
final class OutageTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static ScratchPostgres server;
  private static PGSimpleDataSource database;
  private static Postgres.Settings settings;

  private final Instant now = Fixtures.instant();
  private final Account account = Fixtures.account();
  private final ASession session = ASession.of(account, now);

  @BeforeAll
  static void start() {
    server = ScratchPostgres.durable();
    database = server.fresh();
    settings = ScratchPostgres.settings(database);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  @DisplayName(
      "[L43] a server killed in the middle of statements is an outage, and everything works again when it is back")
  void a_server_killed_in_the_middle_of_statements() throws Exception {
    try (Postgres postgres = withSession(settings);
        Connection blocker = database.getConnection()) {
      blockSession(blocker);
      Race.Running<Throwable> rotate = Race.start(() -> catchThrowable(() -> rotate(postgres, 0)));
      Race.Running<Throwable> unit = Race.start(() -> catchThrowable(() -> end(postgres)));
      awaitWaiting(2);

      server.killServer();

      assertThat(rotate.result()).isInstanceOf(Outage.class);
      assertThat(unit.result()).isInstanceOf(Outage.class);
      assertThat(catchThrowable(() -> rotate(postgres, 0)))
          .as("while it is down")
          .isInstanceOf(Outage.class);
      assertThat(catchThrowable(() -> end(postgres)))
          .as("while it is down")
          .isInstanceOf(Outage.class);

      server.restart();

      assertThat(eventually(() -> rotate(postgres, 0))).isPresent();
      assertThat(rotate(postgres, 1)).isPresent();
      end(postgres);
      assertThat(rotate(postgres, 2)).isEmpty();
    }
  }

  @Test
  @DisplayName("[L41] a killed server has lost nothing that it acknowledged")
  void a_killed_server_has_lost_nothing() throws Exception {
    try (Postgres postgres = withSession(settings)) {
      AtomicInteger acknowledged = new AtomicInteger();
      CountDownLatch running = new CountDownLatch(50);
      Race.Running<Throwable> client = Race.start(() -> catchThrowable(() -> {
        while (true) {
          assertThat(rotate(postgres, acknowledged.get())).isPresent();
          acknowledged.incrementAndGet();
          running.countDown();
        }
      }));
      Race.await(running);

      server.killServer();
      assertThat(client.result()).isInstanceOf(Outage.class);
      server.restart();

      int stored = eventually(() -> postgres.refreshes().read(session.id()))
          .orElseThrow()
          .session()
          .generation();
      assertThat(stored).isBetween(acknowledged.get(), acknowledged.get() + 1);
    }
  }

  @Test
  @DisplayName(
      "[L43] [L22] a pool that stays empty is an outage until somebody gives back, and what was revoked is read all the same")
  void a_pool_that_stays_empty_is_an_outage_until_somebody_gives_back() {
    Postgres.Settings one = new Postgres.Settings(
        settings.url(),
        settings.user(),
        settings.password(),
        1,
        SHORT,
        SHORT.multipliedBy(20),
        SHORT,
        Optional.empty());
    try (Postgres postgres = withSession(one)) {
      CountDownLatch held = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      Race.Running<Boolean> holder = Race.start(() -> postgres.store().atomically(unit -> {
        held.countDown();
        Race.await(go);
        return true;
      }));
      Race.await(held);

      assertThat(postgres.revocations().since(Revocations.BEGINNING).next())
          .as("what tokens are verified by has a way of its own")
          .isNotEqualTo(Revocations.BEGINNING);
      assertThat(catchThrowable(() -> rotate(postgres, 0))).isInstanceOf(Outage.class);
      assertThat(catchThrowable(() -> postgres.accounts().find(account.realm(), account.id())))
          .isInstanceOf(Outage.class);
      go.countDown();

      assertThat(holder.result()).isTrue();
      assertThat(rotate(postgres, 0)).isPresent();
    }
  }

  @Test
  void a_lock_that_is_not_given_in_time_is_an_outage_and_undoes_the_unit() throws SQLException {
    Postgres.Settings impatient = new Postgres.Settings(
        settings.url(),
        settings.user(),
        settings.password(),
        2,
        settings.patience(),
        settings.statementTimeout(),
        SHORT,
        Optional.empty());
    timesOut(impatient);
  }

  @Test
  void a_statement_that_takes_too_long_is_an_outage_and_undoes_the_unit() throws SQLException {
    Postgres.Settings impatient = new Postgres.Settings(
        settings.url(),
        settings.user(),
        settings.password(),
        2,
        settings.patience(),
        SHORT,
        settings.lockTimeout(),
        Optional.empty());
    timesOut(impatient);
  }

  private void timesOut(Postgres.Settings impatient) throws SQLException {
    try (Postgres postgres = withSession(impatient);
        Connection blocker = database.getConnection()) {
      blockSession(blocker);

      assertThat(catchThrowable(() -> rotate(postgres, 0))).isInstanceOf(Outage.class);
      assertThat(catchThrowable(() -> end(postgres)))
          .isInstanceOf(Outage.class)
          .satisfies(this::repeatsNoValue);
      blocker.rollback();

      assertThat(postgres
              .accounts()
              .find(account.realm(), account.id())
              .orElseThrow()
              .account()
              .epoch())
          .isEqualTo(account.epoch());
      assertThat(rotate(postgres, 0)).isPresent();
    }
  }

  private void repeatsNoValue(Throwable outage) {
    StringWriter text = new StringWriter();
    outage.printStackTrace(new PrintWriter(text));
    assertThat(text.toString())
        .contains("canceling statement due to")
        .doesNotContain(account.id().toString())
        .doesNotContain("returning");
  }

  @Test
  void connections_that_an_administrator_ends_are_replaced() throws SQLException {
    try (Postgres postgres = withSession(settings)) {
      run(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");

      Throwable first = catchThrowable(() -> postgres.refreshes().read(session.id()));
      assertThat(first == null || first instanceof Outage)
          .as("an outage, unless the pool saw it first: " + first)
          .isTrue();
      assertThat(eventually(() -> rotate(postgres, 0))).isPresent();
    }
  }

  @Test
  void a_server_that_only_reads_is_an_outage_for_whoever_writes() {
    withSession(settings).close();
    Postgres.Settings reading = new Postgres.Settings(
        settings.url() + "?options=-c%20default_transaction_read_only=on",
        settings.user(),
        settings.password(),
        2,
        settings.patience(),
        SHORT,
        SHORT,
        Optional.empty());
    try (Postgres standby = Postgres.open(reading)) {
      assertThat(standby.refreshes().read(session.id())).isPresent();
      assertThat(catchThrowable(() -> rotate(standby, 0))).isInstanceOf(Outage.class);
      assertThat(catchThrowable(() -> end(standby))).isInstanceOf(Outage.class);
    }
  }

  @Test
  void of_two_units_that_wait_for_each_other_one_goes_on_and_one_is_told_to_come_back() {
    try (Postgres postgres = withSession(settings)) {
      Account other = Fixtures.account();
      postgres.store().atomically(unit -> unit.accounts().create(other, Optional.empty()));
      CountDownLatch both = new CountDownLatch(2);

      List<Optional<Throwable>> answers = Race.of(
          2,
          n -> Optional.ofNullable(catchThrowable(() ->
              lockInTurn(postgres, both, n == 0 ? account : other, n == 0 ? other : account))));

      assertThat(answers.stream().flatMap(Optional::stream))
          .hasSize(1)
          .allMatch(Outage.class::isInstance);
    }
  }

  private static void lockInTurn(
      Postgres postgres, CountDownLatch both, Account first, Account second) {
    postgres.store().atomically(unit -> {
      unit.accounts().lock(first.id());
      both.countDown();
      Race.await(both);
      return unit.accounts().lock(second.id());
    });
  }

  @Test
  void a_network_that_falls_silent_is_an_outage() throws IOException {
    try (Wire wire = new Wire(server.port());
        Postgres postgres = withSession(wire.through(settings, "&socketTimeout=1"))) {
      wire.fallSilent();
      long began = System.nanoTime();

      assertThat(catchThrowable(() -> rotate(postgres, 0))).isInstanceOf(Outage.class);

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
    }
  }

  @Test
  void opening_without_a_server_is_an_outage() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    Postgres.Settings nowhere =
        Postgres.Settings.of("jdbc:postgresql://localhost:" + free + "/x", "x", "x");

    assertThatExceptionOfType(Outage.class)
        .isThrownBy(() -> Postgres.open(nowhere))
        .withMessage("postgres is not available");
    assertThatExceptionOfType(Outage.class)
        .isThrownBy(() -> Postgres.migrate(nowhere))
        .withMessage("postgres is not available");
  }

  @Test
  void an_outage_says_when_to_come_back() {
    Outage outage = (Outage) Failures.translate(new SQLException("gone", "08006"));

    assertThat(outage.retryAfter()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  @DisplayName("[L40] a mistake of ours is no outage, and its message repeats no value")
  void a_mistake_is_no_outage_and_repeats_no_value() {
    try (Postgres postgres = withSession(settings)) {
      Throwable twice = catchThrowable(() -> open(postgres));

      assertThat(twice).isExactlyInstanceOf(IllegalStateException.class).hasNoCause();
      assertThat(twice)
          .hasMessageContaining("SQLSTATE 23505")
          .hasMessageContaining("sessions_pkey");
      assertThat(twice.getMessage())
          .doesNotContain(session.id().toString())
          .doesNotContain("values");
      assertThat(rotate(postgres, 0)).as("and nothing is harmed").isPresent();
    }
  }

  @Test
  void a_statement_that_failed_is_not_committed_even_if_the_work_passes_over_it() {
    try (Postgres postgres = withSession(settings)) {
      Account newcomer = Fixtures.account();

      Throwable failure = catchThrowable(() -> postgres.store().atomically(unit -> {
        unit.accounts().create(newcomer, Optional.empty());
        return catchThrowable(() -> unit.sessions().open(session.build()));
      }));

      assertThat(failure).isInstanceOf(IllegalStateException.class);
      assertThat(postgres.accounts().find(newcomer.realm(), newcomer.id())).isEmpty();
    }
  }

  @Test
  void a_refusal_is_not_heard_when_its_commit_fails() {
    try (Postgres postgres = withSession(settings)) {
      Throwable answer = catchThrowable(() -> postgres.store().atomically(unit -> {
        unit.accounts().raiseEpoch(account.id(), Fixtures.instant());
        run(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'");
        throw new Refusal.NotFound().thrown();
      }));

      assertThat(answer).isInstanceOf(Outage.class);
      assertThat(eventually(() -> postgres.accounts().find(account.realm(), account.id()))
              .orElseThrow()
              .account()
              .epoch())
          .isEqualTo(account.epoch());
    }
  }

  private Postgres withSession(Postgres.Settings how) {
    Postgres postgres = Postgres.open(how);
    postgres.store().atomically(unit -> unit.accounts().create(account, Optional.empty()));
    open(postgres);
    return postgres;
  }

  private void open(Postgres postgres) {
    postgres.store().atomically(unit -> {
      unit.sessions().open(session.build());
      return true;
    });
  }

  private Optional<Refreshes.Refreshed> rotate(Postgres postgres, int generation) {
    return postgres.refreshes().rotate(session.token(generation, now));
  }

  private void end(Postgres postgres) {
    postgres.store().atomically(unit -> {
      unit.accounts().lock(account.id());
      unit.accounts().raiseEpoch(account.id(), Fixtures.instant());
      return unit.sessions()
          .endAll(
              account.id(),
              Optional.empty(),
              dev.gatehouse.domain.session.RevokeReason.PASSWORD_CHANGED,
              now);
    });
  }

  private static void blockSession(Connection blocker) throws SQLException {
    blocker.setAutoCommit(false);
    try (Statement statement = blocker.createStatement()) {
      statement.execute("select 1 from gatehouse.sessions for update");
    }
  }

  /** Until so many statements wait for a lock. */
  private void awaitWaiting(int count) throws Exception {
    eventually(() -> {
      run(
          "select 1 / (count(*) >= " + count
              + ")::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
      return true;
    });
  }

  private void run(String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new Outage("the test's own connection", Duration.ZERO, failure);
    }
  }

  /** Comes back, as whoever is told of an outage does. */
  private static <R> R eventually(Callable<R> attempt) {
    List<Outage> outages = new ArrayList<>();
    for (long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        System.nanoTime() < end; ) {
      try {
        return attempt.call();
      } catch (Outage outage) {
        outages.add(outage);
      } catch (Exception failure) {
        throw new AssertionError(failure);
      }
    }
    throw new AssertionError(outages.size() + " outages", outages.get(0));
  }
}
