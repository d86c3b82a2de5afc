package dev.gatehouse.postgres;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FairPoolTest {
  private static final int WAITING = 20;
  private static final int ANOTHER = -1;
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(300);
  private final Postgres.Settings settings = ScratchPostgres.settings(ScratchPostgres.database());

  @Test
  @DisplayName(
      "[L37] whoever has waited longest has a connection before long, however often others ask")
  void whoever_has_waited_longest_has_one_turn_of_four() throws Exception {
    try (FairPool pool = pool(settings.url(), LONG)) {
      List<Integer> had = Collections.synchronizedList(new ArrayList<>());
      Connection first = pool.openConnection();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < WAITING; i++) {
        int number = i;
        Thread thread = new Thread(() -> use(pool, () -> had.add(number)));
        thread.start();
        threads.add(thread);
        while (pool.awaited() <= number) {
          Thread.onSpinWait();
        }
      }

      pool.closeConnection(first);
      while (pool.awaited() > 0) {
        use(pool, () -> had.add(ANOTHER));
      }

      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(had)
          .filteredOn(who -> who != ANOTHER)
          .containsExactlyElementsOf(IntStream.range(0, WAITING).boxed().toList());
      List<Integer> meanwhile = had.subList(0, had.indexOf(WAITING - 1));
      String turns = meanwhile.stream().map(who -> who == ANOTHER ? "-" : "*").collect(joining());
      assertThat(turns).doesNotContain("----");
    }
  }

  @Test
  void waiting_in_vain_takes_nobody_elses_turn() throws Exception {
    try (FairPool pool = pool(settings.url(), SHORT)) {
      Connection only = pool.openConnection();
      for (int i = 0; i < 3; i++) {
        assertThatExceptionOfType(SQLTransientConnectionException.class)
            .isThrownBy(pool::openConnection);
      }
      pool.closeConnection(only);

      pool.closeConnection(pool.openConnection());
    }
  }

  @Test
  void a_connection_that_cannot_be_had_takes_nobodys_turn() {
    try (FairPool pool = pool("jdbc:postgresql://localhost:1/nowhere", SHORT)) {
      for (int i = 0; i < 3; i++) {
        assertThatExceptionOfType(SQLException.class)
            .isThrownBy(pool::openConnection)
            .satisfies(failure ->
                assertThat(failure.getCause()).as("of the way, not of the line").isNotNull());
      }
    }
  }

  @Test
  void an_interrupted_caller_is_told_and_stays_interrupted() throws Exception {
    try (FairPool pool = pool(settings.url(), LONG)) {
      Connection only = pool.openConnection();
      Thread.currentThread().interrupt();

      assertThatExceptionOfType(SQLException.class).isThrownBy(pool::openConnection);
      assertThat(Thread.interrupted()).isTrue();

      pool.closeConnection(only);
      pool.closeConnection(pool.openConnection());
    }
  }

  /** Of one connection. */
  private FairPool pool(String url, Duration patience) {
    return Pools.pool(new Postgres.Settings(
        url, settings.user(), settings.password(), 1, patience, LONG, LONG, Optional.empty()));
  }

  private static void use(FairPool pool, Runnable work) {
    try {
      Connection connection = pool.openConnection();
      work.run();
      pool.closeConnection(connection);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
