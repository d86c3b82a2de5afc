package dev.gatehouse.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Revocations;
import dev.gatehouse.testkit.fixture.Race;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** By which way the feed is read, where the pool leads through a pooler and another way goes past it. */
final class FeedWayTest {
  private static final Duration BOUND = Duration.ofSeconds(1);

  private PGSimpleDataSource database;

  @BeforeEach
  void create() throws Exception {
    database = ScratchPostgres.database();
    String name = database.getDatabaseName();
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      for (String set : new String[] {
        "statement_timeout = '10s'",
        "lock_timeout = '2s'",
        "idle_in_transaction_session_timeout = '10s'"
      }) {
        statement.execute("alter database " + name + " set " + set);
      }
    }
  }

  /** What a test does with the way through the pooler, the direct one, and the adapter that goes by both. */
  private interface Story {
    void tell(Wire pooler, Wire direct, Postgres postgres) throws Exception;
  }

  private void with(Story story) throws Exception {
    Postgres.Settings usual = ScratchPostgres.settings(database).withPoolSize(1);
    int port = database.getPortNumbers()[0];
    try (Wire pooler = new Wire(port);
        Wire direct = new Wire(port)) {
      Postgres.Settings both =
          pooler.through(usual, "").withListenUrl(direct.through(usual, "").url());
      try (Postgres postgres = Postgres.open(both)) {
        read(postgres);
        story.tell(pooler, direct, postgres);
      }
    }
  }

  private static void read(Postgres postgres) {
    assertThat(postgres.revocations().since(Revocations.BEGINNING).next())
        .isNotEqualTo(Revocations.BEGINNING);
  }

  private static void readInTime(Postgres postgres) {
    long began = System.nanoTime();
    read(postgres);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BOUND);
  }

  @Test
  @DisplayName("[L43] the feed is read past the pooler: it may be used up, silent or gone")
  void the_feed_is_read_past_the_pooler() throws Exception {
    with((pooler, direct, postgres) -> {
      pooler.reset();
      readInTime(postgres);
      assertThat(pooler.messages()).as("what went through the pooler").isEmpty();

      pooler.fallSilent();
      readInTime(postgres);
      pooler.close();
      readInTime(postgres);
    });
  }

  @Test
  @DisplayName("[L22] with the direct way gone the feed is read by the pool")
  void with_the_direct_way_gone_the_feed_is_read_by_the_pool() throws Exception {
    byThePoolAfter(direct -> {
      try {
        direct.close();
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    });
  }

  @Test
  @DisplayName("[L22] with a direct way that fell silent the feed is read by the pool, in time")
  void with_a_silent_direct_way_the_feed_is_read_by_the_pool_in_time() throws Exception {
    byThePoolAfter(Wire::fallSilent);
  }

  private void byThePoolAfter(Consumer<Wire> ending) throws Exception {
    with((pooler, direct, postgres) -> {
      ending.accept(direct);
      pooler.reset();
      for (int i = 0; i < 20; i++) {
        readInTime(postgres);
      }
      assertThat(pooler.messages()).as("what went through the pooler").isNotEmpty();
    });
  }

  @Test
  @DisplayName("[L43] where the pool fails as well, the next read tries the direct way again")
  void where_the_pool_fails_as_well_the_direct_way_is_tried_again() throws Exception {
    with((pooler, direct, postgres) -> {
      direct.fallSilent();
      CountDownLatch held = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      Race.Running<Boolean> holder = Race.start(() -> postgres.store().atomically(unit -> {
        held.countDown();
        Race.await(go);
        return true;
      }));
      Race.await(held);
      assertThatThrownBy(() -> read(postgres)).isInstanceOf(Outage.class);

      direct.speakAgain();

      readInTime(postgres);
      go.countDown();
      assertThat(holder.result()).isTrue();
    });
  }
}
