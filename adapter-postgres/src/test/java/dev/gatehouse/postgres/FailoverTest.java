package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.session.Revoked;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Refreshes;
import dev.gatehouse.port.Revocations;
import dev.gatehouse.testkit.fixture.ASession;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A server that dies, and another that takes over and never received the last commits of the first. */
final class FailoverTest {
  private static final int BURNT = 5000;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Instant now = Fixtures.instant();
  private final Account account = Fixtures.account();
  private final ASession session = ASession.of(account, now);

  @Test
  @DisplayName(
      "[L22] [L29] promoted without the last commits, a server gives their numbers away once more, and what it then announces is missed by no cursor; the session goes on from the lost generation")
  void what_is_announced_after_a_promotion_is_missed_by_no_cursor() {
    try (ScratchPostgres primary = ScratchPostgres.durable();
        Standby standby = Standby.of(primary)) {
      PGSimpleDataSource before = primary.fresh();
      PGSimpleDataSource after = standby.database(before.getDatabaseName());
      standby.awaitCaughtUp();
      try (Postgres postgres = Postgres.open(both(before, after))) {
        postgres.store().atomically(unit -> {
          unit.accounts().create(account, Optional.empty());
          unit.sessions().open(session.build());
          return true;
        });
        announce(before, "received");
        standby.awaitCaughtUp();
        standby.cutOff();
        for (int generation = 0; generation < 5; generation++) {
          assertThat(rotate(postgres, generation)).isPresent();
        }
        announce(before, "lost");
        burn(before);
        Revocations.Batch last = postgres.revocations().since(Revocations.BEGINNING);
        assertThat(kids(last)).containsExactlyInAnyOrder("received", "lost");
        long numberBefore = number(before, "select pg_current_xact_id()::text::bigint");

        primary.killServer();
        standby.promote();

        assertThat(number(after, "select generation from gatehouse.sessions"))
            .as("acknowledged and lost")
            .isZero();
        announce(after, "anew");
        assertThat(number(after, "select pg_current_xact_id()::text::bigint"))
            .isLessThan(numberBefore - BURNT / 2);
        Revocations.Batch next = eventually(() -> postgres.revocations().since(last.next()));
        assertThat(kids(next)).containsExactlyInAnyOrder("received", "anew");
        announce(after, "later");
        assertThat(kids(postgres.revocations().since(next.next()))).contains("later");

        assertThat(rotate(postgres, 5)).as("nothing to rotate").isEmpty();
        assertThat(postgres.refreshes().fastForward(session.token(5, now)))
            .hasValueSatisfying(
                moved -> assertThat(moved.session().generation()).isEqualTo(6));
      }
    }
  }

  private static Postgres.Settings both(PGSimpleDataSource one, PGSimpleDataSource other) {
    Postgres.Settings settings = ScratchPostgres.settings(one);
    // the standby is asked first, and is not it
    return Postgres.Settings.of(
        "jdbc:postgresql://localhost:%d,localhost:%d/%s"
            .formatted(other.getPortNumbers()[0], one.getPortNumbers()[0], one.getDatabaseName()),
        settings.user(),
        settings.password());
  }

  private Optional<Refreshes.Refreshed> rotate(Postgres postgres, int generation) {
    return postgres.refreshes().rotate(session.token(generation, now));
  }

  private void announce(PGSimpleDataSource database, String kid) {
    run(
        database,
        "insert into gatehouse.revocations (kid, at) values ('" + kid + "', '" + now + "')");
  }

  /** Transactions that leave nothing behind but their numbers. */
  private static void burn(PGSimpleDataSource database) {
    run(
        database,
        "do $$ begin for i in 1..%d loop perform pg_current_xact_id(); commit; end loop; end $$"
            .formatted(BURNT));
  }

  private static List<String> kids(Revocations.Batch batch) {
    return batch.entries().stream()
        .map(entry -> ((Revoked.OfKey) entry.what()).kid())
        .toList();
  }

  private static void run(PGSimpleDataSource database, String command) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(command);
    } catch (SQLException failure) {
      throw new AssertionError(command, failure);
    }
  }

  private static long number(PGSimpleDataSource database, String question) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException failure) {
      throw new AssertionError(question, failure);
    }
  }

  /** The pool may have to find out first that its connections are gone. */
  private static <R> R eventually(Supplier<R> attempt) {
    for (long end = System.nanoTime() + LIMIT.toNanos(); true; ) {
      try {
        return attempt.get();
      } catch (Outage outage) {
        assertThat(System.nanoTime()).as("it recovers").isLessThan(end);
      }
    }
  }

  @Test
  @DisplayName(
      "[L43] a server that takes connections and answers nobody is given up: the next is used, and no connection stays behind")
  void a_server_that_has_fallen_silent_is_given_up() throws Exception {
    PGSimpleDataSource good = ScratchPostgres.database();
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Postgres.Settings usual = ScratchPostgres.settings(good);
      Postgres.Settings settings = new Postgres.Settings(
          "jdbc:postgresql://localhost:%d,localhost:%d/%s"
              .formatted(mute.getLocalPort(), good.getPortNumbers()[0], good.getDatabaseName()),
          usual.user(),
          usual.password(),
          2,
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Optional.empty());
      Race.Running<Boolean> abandoned = Race.start(() -> {
        try (Socket caller = mute.accept()) {
          return caller.getInputStream().transferTo(OutputStream.nullOutputStream()) > 0;
        }
      });
      assertThatThrownBy(() -> Pools.listening(settings).getConnection())
          .isInstanceOf(SQLException.class);
      assertThat(abandoned.result()).as("it ends").isTrue();
      try (Postgres postgres = eventually(() -> Postgres.open(settings))) {
        assertThat(postgres.time()).isPresent();
      }
    }
  }
}
