package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.fixture.Race;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

final class ListenerTest {
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofMillis(60);
  private static final String LISTENING =
      "from pg_stat_activity where datname = current_database() and query = 'listen gatehouse_revocations'";

  private Wired wired;
  private Listener listener;

  @BeforeEach
  void open() {
    wired = new Wired(1);
    listener = new Listener(wired.direct(), Announcements.CHANNEL);
  }

  @AfterEach
  void close() {
    listener.close();
    wired.close();
  }

  @Test
  @DisplayName("[L22] whoever waits hears within a moment")
  void whoever_waits_hears_within_a_moment() throws InterruptedException {
    await(SHORT);
    for (int n = 0; n < 5; n++) {
      Race.Running<Long> waiting = Race.start(() -> await(LONG));
      assertThat(waiting.endsWithin(SHORT)).as("nothing was announced").isFalse();
      long told = System.nanoTime();
      announce();

      assertThat(waiting.result()).isPositive();
      assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofMillis(500));
    }
  }

  @Test
  void the_first_wait_ends_at_once_as_something_may_have_been_missed_and_the_next_lasts()
      throws InterruptedException {
    assertThat(await(LONG)).isLessThan(Duration.ofSeconds(5).toNanos());
    assertThat(await(Duration.ofMillis(250)))
        .isGreaterThan(Duration.ofMillis(240).toNanos());
  }

  @Test
  void what_was_announced_between_two_waits_ends_the_second() throws InterruptedException {
    await(LONG);
    announce();
    wired.execute("select pg_sleep(0.1)");

    assertThat(await(LONG)).isLessThan(Duration.ofSeconds(5).toNanos());
  }

  @Test
  void any_number_may_wait_and_all_hear() throws InterruptedException {
    await(SHORT);
    List<Race.Running<Long>> waiting = List.of(
        Race.start(() -> await(LONG)),
        Race.start(() -> await(LONG)),
        Race.start(() -> await(LONG)));
    waiting.forEach(one -> assertThat(one.endsWithin(SHORT)).isFalse());
    announce();

    waiting.forEach(
        one -> assertThat(one.result()).isLessThan(Duration.ofSeconds(20).toNanos()));
    assertThat(wired.value("select count(*) " + LISTENING)).as("connections").isEqualTo("1");
  }

  @Test
  void a_connection_that_is_killed_is_replaced_and_heard_from() throws InterruptedException {
    await(SHORT);
    for (int n = 0; n < 2; n++) {
      wired.execute("select pg_terminate_backend(pid) " + LISTENING);
      long begun = System.nanoTime();
      while (wired.column("select pid " + LISTENING).isEmpty()
          && System.nanoTime() - begun < LONG.toNanos()) {
        await(SHORT);
      }
      Race.Running<Long> waiting = Race.start(() -> await(LONG));
      assertThat(waiting.endsWithin(SHORT)).isFalse();
      announce();

      assertThat(waiting.result()).isLessThan(Duration.ofSeconds(20).toNanos());
    }
  }

  @Test
  @DisplayName("[L43] where nothing answers, waiting is all that is done")
  void where_nothing_answers_waiting_is_all_that_is_done() throws InterruptedException {
    PGSimpleDataSource nobody = new PGSimpleDataSource();
    nobody.setUrl("jdbc:postgresql://localhost:1/nobody");
    try (Listener deaf = new Listener(nobody, "nothing");
        Listener foreign = new Listener(brokenPool(), "nothing")) {
      for (int n = 0; n < 3; n++) {
        assertThat(await(deaf, Duration.ofMillis(80)))
            .isGreaterThan(Duration.ofMillis(70).toNanos());
        assertThat(await(foreign, Duration.ofMillis(80)))
            .isGreaterThan(Duration.ofMillis(70).toNanos());
      }
    }
  }

  @Test
  void a_wire_that_falls_silent_holds_nobody_up() throws InterruptedException {
    PGSimpleDataSource through = new PGSimpleDataSource();
    through.setUrl(wired.through());
    try (Listener far = new Listener(through, Announcements.CHANNEL)) {
      await(far, SHORT);
      wired.wire().fallSilent();

      for (int n = 0; n < 3; n++) {
        assertThat(await(far, SHORT)).isLessThan(Duration.ofSeconds(5).toNanos());
      }
    }
  }

  @Test
  void an_interrupt_ends_the_wait_and_leaves_the_connection_whole() throws InterruptedException {
    await(SHORT);
    String pid = wired.value("select pid " + LISTENING);
    Race.Running<Boolean> waiting = Race.start(() -> {
      try {
        await(LONG);
        return false;
      } catch (InterruptedException e) {
        return true;
      }
    });
    assertThat(waiting.endsWithin(SHORT)).isFalse();
    waiting.interrupt();

    assertThat(waiting.result()).isTrue();
    await(SHORT);
    assertThat(wired.value("select pid " + LISTENING)).isEqualTo(pid);
  }

  @Test
  void closing_ends_the_connection_and_no_other_is_made() throws InterruptedException {
    await(SHORT);
    Race.Running<Long> waiting = Race.start(() -> await(Duration.ofMillis(700)));
    assertThat(waiting.endsWithin(SHORT)).isFalse();
    listener.close();
    listener.close();

    assertThat(waiting.result()).isGreaterThan(Duration.ofMillis(600).toNanos());
    await(SHORT);
    assertThat(wired.column("select pid " + LISTENING)).isEmpty();
  }

  private static DataSource brokenPool() {
    return (DataSource) java.lang.reflect.Proxy.newProxyInstance(
        ListenerTest.class.getClassLoader(),
        new Class<?>[] {DataSource.class},
        (proxy, method, arguments) -> {
          throw new SQLException("this pool is closed");
        });
  }

  private void announce() {
    wired.execute("select pg_notify('gatehouse_revocations', '')");
  }

  /** How long it took. */
  private long await(Duration longest) throws InterruptedException {
    return await(listener, longest);
  }

  private static long await(Listener which, Duration longest) throws InterruptedException {
    long begun = System.nanoTime();
    which.await(longest);
    return System.nanoTime() - begun;
  }
}
