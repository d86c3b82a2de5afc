package dev.gatehouse.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.laws.process.Household;
import dev.gatehouse.laws.process.Setting;
import dev.gatehouse.postgres.Postgres;
import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.postgres.Wire;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.House.Person;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What the hot paths cost, counted on the wire and by PostgreSQL itself, through the use cases. */
class CostLawsTest {
  private final PGSimpleDataSource database = ScratchPostgres.database();

  /** What was written to the sessions. */
  private record Written(long updated, long hot) {}

  @Test
  @DisplayName("[L20] a refresh costs one round trip and one row write; verifying costs none")
  void a_refresh_costs_one_round_trip_and_verifying_none() throws IOException, SQLException {
    // time stands still, so that what was read of the revocations at the beginning stays fresh
    Clock still = Clock.fixed(Fixtures.instant(), ZoneOffset.UTC);
    try (Wire wire = new Wire(ScratchPostgres.shared().port());
        Household household = new Household(
            Setting.of(
                wire.through(ScratchPostgres.settings(database), ""),
                Duration.ofSeconds(10),
                Path.of("mails")),
            1,
            still,
            mail -> {})) {
      household.register("anyone");
      Tokens tokens = household.refresh(household.signIn("anyone").refresh().reveal());

      wire.reset();
      Tokens next = household.refresh(tokens.refresh().reveal());
      assertThat(wire.turns()).as("round trips of a refresh").isEqualTo(1);

      wire.reset();
      for (int i = 0; i < 3; i++) {
        household.verify(next.access().reveal());
      }
      assertThat(wire.turns()).as("round trips of three verifications").isZero();
    }
    assertThat(settledAt(2)).as("rows written by two refreshes").isEqualTo(new Written(2, 2));
  }

  @Test
  @DisplayName("refreshing through the use case stays in place (HOT)")
  void refreshes_stay_in_place() throws SQLException {
    staysInPlace(5_000);
  }

  @Test
  @Tag("thorough")
  @DisplayName("refreshing 100,000 times through the use case stays in place (HOT)")
  void very_many_refreshes_stay_in_place() throws SQLException {
    staysInPlace(100_000);
  }

  private void staysInPlace(int refreshes) throws SQLException {
    try (Postgres postgres = Postgres.open(ScratchPostgres.settings(database))) {
      House house = House.over(postgres);
      List<Person> people = new ArrayList<>();
      List<Tokens> tokens = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        people.add(house.person());
        tokens.add(house.signIn(people.get(i)).tokens());
      }
      for (int i = 0; i < refreshes; i++) {
        int who = i % people.size();
        tokens.set(who, house.refresh(people.get(who), tokens.get(who)));
        if (i % 2_000 == 0) {
          // as many as this in no time at all would be refused as a client gone wild
          house.clock().advance(Duration.ofMinutes(1));
        }
      }
    }
    Written written = settledAt(refreshes);
    System.out.printf(
        "%d refreshes: %d rows written, %d of them HOT%n",
        refreshes, written.updated(), written.hot());
    assertThat(written.updated()).isEqualTo(refreshes);
    assertThat((double) written.hot() / written.updated()).isGreaterThan(0.99);
  }

  /** Statistics arrive a little later than what they count. */
  private Written settledAt(long updated) throws SQLException {
    long end = System.nanoTime() + 20_000_000_000L;
    Written written = written();
    while (written.updated() < updated && System.nanoTime() < end) {
      written = written();
    }
    return written;
  }

  private Written written() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_stat_force_next_flush()");
      try (ResultSet row = statement.executeQuery(
          "select n_tup_upd, n_tup_hot_upd from pg_stat_user_tables where schemaname = 'gatehouse' and relname = 'sessions'")) {
        row.next();
        return new Written(row.getLong(1), row.getLong(2));
      }
    }
  }
}
