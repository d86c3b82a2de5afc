package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.throttle.Gate;
import dev.gatehouse.domain.throttle.Ladder;
import dev.gatehouse.domain.throttle.Passage;
import dev.gatehouse.port.Lockouts;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class JdbiLockoutsTest {
  private static final Ladder SHORT =
      new Ladder(2, List.of(Duration.ofSeconds(30), Duration.ofMinutes(5)), Duration.ofHours(1));

  private static Wired wired;

  private final Instant now = Fixtures.instant();
  private final String prefix = Fixtures.unique();

  @BeforeAll
  static void open() {
    wired = new Wired();
  }

  @AfterAll
  static void close() {
    wired.close();
  }

  @Test
  void over_random_histories_it_counts_as_the_fake_does() {
    long seed = new Random().nextLong();
    Random chance = new Random(seed);
    Lockouts model = new InMemoryStorage().lockouts();
    Instant at = now;
    for (int step = 0; step < 400; step++) {
      at = at.plusSeconds(chance.nextInt(20) == 0 ? 4000 : chance.nextInt(42) - 2);
      List<Gate> gates = new ArrayList<>();
      String account = prefix + ".account " + chance.nextInt(4);
      String from = "network " + chance.nextInt(3);
      gates.add(Gate.of(account, from, SHORT));
      if (chance.nextBoolean()) {
        gates.add(Gate.of(
            account, "", new Ladder(4, List.of(Duration.ofMinutes(1)), Duration.ofSeconds(20))));
      }
      gates.add(new Gate(
          prefix + from,
          "",
          new Ladder(2, List.of(Duration.ofMinutes(2)), Duration.ofMinutes(10)),
          chance.nextInt(4) > 0));
      if (chance.nextInt(3) == 0) {
        gates.add(new Gate(
            prefix + "all",
            "",
            new Ladder(
                3, List.of(Duration.ofMinutes(1), Duration.ofMinutes(7)), Duration.ofMinutes(10)),
            true));
      }

      Passage expected = model.attempt(gates, at);
      assertThat(lockouts().attempt(gates, at))
          .as("seed %d, step %d", seed, step)
          .isEqualTo(expected);
      if (chance.nextInt(3) == 0) {
        model.forgive(expected.counted(), at);
        lockouts().forgive(expected.counted(), at);
      }
      if (chance.nextInt(40) == 0) {
        model.clear(account);
        lockouts().clear(account);
      }
    }
  }

  @Test
  void whoever_attempts_forgives_and_clears_at_once_never_waits_in_a_circle() {
    int deadlocks = deadlocks();

    Race.of(8, n -> {
      for (int round = 0; round < 60; round++) {
        String account = prefix + ".account " + (n + round) % 3;
        String network = "network " + (n * round) % 3;
        List<Gate> total = List.of(
            Gate.of(account, network, Ladder.PASSWORD),
            Gate.of(account, "anywhere", Ladder.ACCOUNT_DAY));
        List<Gate> gates = n % 4 == 0
            ? total
            : new ArrayList<>(List.of(
                Gate.of(account + " name " + n % 2, network, Ladder.PASSWORD),
                new Gate(prefix + network, "", Ladder.PREFIX_HOUR, true),
                Gate.of(account + " name " + n % 2, "anywhere", Ladder.ACCOUNT_DAY)));
        if (n % 4 != 0) {
          gates.addAll(total);
        }
        Passage passage = lockouts().attempt(gates, now.plusSeconds(round * 3600L));
        if (round % 2 == 0) {
          lockouts().forgive(passage.counted(), now);
        }
        if (round % 5 == n % 5) {
          lockouts().clear(account);
        }
      }
      return n;
    });

    assertThat(deadlocks()).isEqualTo(deadlocks);
  }

  @Test
  void a_gate_that_shut_after_the_attempt_began_says_truly_for_how_long() throws SQLException {
    Gate gate = Gate.of(prefix, "here", SHORT);
    lockouts().attempt(List.of(gate), now);
    Race.Running<Passage> attempt;
    try (Connection connection = wired.direct().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("update gatehouse.lockouts set shut_until = '" + now.plusSeconds(77)
          + "' where subject = '" + prefix + "'");
      attempt = Race.start(() -> lockouts().attempt(List.of(gate), now));
      assertThat(attempt.endsWithin(Duration.ofMillis(100)))
          .as("waits for the row")
          .isFalse();
      connection.commit();
    }

    assertThat(attempt.result().shut()).contains(Duration.ofSeconds(77));
  }

  @Test
  void clearing_waits_for_an_attempt_under_way_and_leaves_nothing() throws SQLException {
    lockouts()
        .attempt(List.of(Gate.of(prefix, "here", SHORT), Gate.of(prefix, "there", SHORT)), now);
    Race.Running<Boolean> clearing;
    try (Connection connection = wired.direct().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("update gatehouse.lockouts set counted = 9 where subject = '" + prefix
          + "' and source = 'here'");
      clearing = Race.start(() -> {
        lockouts().clear(prefix);
        return true;
      });
      assertThat(clearing.endsWithin(Duration.ofMillis(100))).isFalse();
      connection.commit();
    }

    assertThat(clearing.result()).isTrue();
    assertThat(
            wired.column("select source from gatehouse.lockouts where subject = '" + prefix + "'"))
        .isEmpty();
  }

  private static int deadlocks() {
    return Integer.parseInt(
        wired.value("select deadlocks from pg_stat_database where datname = current_database()"));
  }

  private static Lockouts lockouts() {
    return wired.postgres().lockouts();
  }
}
