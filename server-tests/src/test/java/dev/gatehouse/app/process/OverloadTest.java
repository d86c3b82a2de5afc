package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Statements that hang, and more callers than the pool has connections. */
class OverloadTest {
  private static final int RACERS = 60;
  private static final int ROUNDS = 2;
  private static final int REFRESHES = 20;

  /** Two seconds for a connection, and two for a lock, three times at most; the rest is for a machine that does much else. */
  private static final Duration BOUND = Duration.ofSeconds(15);

  @TempDir
  Path folder;

  private final Caller caller = Caller.anyone();
  private final Map<String, AtomicInteger> heard = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> told = new ConcurrentHashMap<>();
  private volatile boolean over;

  @Test
  @DisplayName(
      "[L43] while a row is locked by somebody else, and whoever needs it uses up the pool, each is told 503 with Retry-After in time, verification and health go on, and nobody is logged out")
  void a_locked_row_uses_up_the_pool_and_nothing_else_stops() throws Exception {
    PGSimpleDataSource database = ScratchPostgres.database();
    nothingElseStops(
        database,
        new Site(folder, database),
        (servers, unrelated) -> assertThat(
                caller.refresh(servers.other(), unrelated.refresh()).status())
            .as("where nobody waits")
            .isEqualTo(200));
  }

  @Test
  @Tag("debian")
  @DisplayName(
      "[L43] [L37] behind pgbouncer too, whose connections are then used up as well, verification and health go on")
  void behind_a_pooler_a_locked_row_uses_up_the_pool_and_nothing_else_stops() throws Exception {
    PGSimpleDataSource database = ScratchPostgres.database();
    int postgres = database.getPortNumbers()[0];
    try (Pgbouncer pooler = Pgbouncer.before(postgres, folder.resolve("pgbouncer"))) {
      // the pooler's connections are used up for the other server as well
      nothingElseStops(database, Site.behind(pooler, folder, database), (servers, unrelated) -> {});
    }
  }

  private void nothingElseStops(
      PGSimpleDataSource database, Site site, BiConsumer<TwoServers, Reply.Tokens> meanwhile)
      throws Exception {
    try (TwoServers servers = TwoServers.start(site)) {
      Reply.Tokens wanted = caller.newcomer(servers.one(), "Wanted");
      Reply.Tokens unrelated = caller.newcomer(servers.one(), "Unrelated");
      Race.Running<Boolean> verifying = Race.start(() -> verify(servers.one(), unrelated));
      try (Connection blocker = database.getConnection();
          Statement statement = blocker.createStatement()) {
        // a time-out of the database would let go of the row
        statement.execute("set idle_in_transaction_session_timeout = 0");
        blocker.setAutoCommit(false);
        assertThat(caller.check(servers.one(), wanted.access()).status()).isEqualTo(204);
        statement.execute(
            "select from gatehouse.sessions s join gatehouse.accounts a on a.id = s.account_id"
                + " where a.username_key = 'wanted' for update of s");
        for (int round = 0; round < ROUNDS; round++) {
          assertThat(Race.of(
                  RACERS, n -> timed(() -> caller.refresh(servers.one(), wanted.refresh()))))
              .allSatisfy(OverloadTest::assertUnavailableInTime);
        }
        meanwhile.accept(servers, unrelated);
        blocker.rollback();
      }
      over = true;
      assertThat(verifying.result()).isTrue();
      assertThat(heard.keySet()).as("heard: %s", heard).containsExactlyInAnyOrder("204", "200");
      assertThat(caller.refresh(servers.one(), wanted.refresh()).status()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName(
      "[L37] while more people sign in at both servers than they hash for, some hear when to come back, and refreshing and verifying go on at both")
  void a_storm_of_sign_ins_leaves_everybody_else_alone() {
    Site site = new Site(folder, ScratchPostgres.database());
    try (TwoServers servers = TwoServers.start(site)) {
      Reply.Tokens one = caller.newcomer(servers.one(), "One");
      Reply.Tokens other = caller.newcomer(servers.other(), "Other");
      List<Race.Running<Boolean>> verifying = List.of(
          Race.start(() -> verify(servers.one(), one)),
          Race.start(() -> verify(servers.other(), other)));
      List<Race.Running<Boolean>> storm = IntStream.range(0, RACERS)
          .mapToObj(number -> Race.start(() -> guess(servers.of(number))))
          .toList();
      Patience.until("there are too many for hashing", () -> told.keySet().contains("503"));

      Reply.Tokens first = one;
      Reply.Tokens second = other;
      for (int i = 0; i < REFRESHES; i++) {
        first = refreshed(servers.of(i), first);
        second = refreshed(servers.of(i + 1), second);
      }
      over = true;
      storm.forEach(Race.Running::result);
      verifying.forEach(Race.Running::result);
      assertThat(heard.keySet()).as("heard: %s", heard).containsExactlyInAnyOrder("204", "200");
      assertThat(told.keySet()).as("told: %s", told).containsExactlyInAnyOrder("401", "503");
    }
  }

  private Reply.Tokens refreshed(Program server, Reply.Tokens tokens) {
    Reply reply = caller.refresh(server, tokens.refresh());
    assertThat(reply.status()).isEqualTo(200);
    return reply.tokens();
  }

  /** Guesses at names that nobody has, each time from elsewhere, so that hashing alone sets a limit. */
  private boolean guess(Program server) {
    while (!over) {
      String name = "Nobody_" + Fixtures.unique().substring(0, 12);
      count(told, Caller.anyone().login(server, name, "no umbrella at all").status());
    }
    return true;
  }

  private static void count(Map<String, AtomicInteger> counts, int status) {
    counts.computeIfAbsent(Integer.toString(status), any -> new AtomicInteger()).incrementAndGet();
  }

  private record Timed(Reply reply, Duration taken) {}

  private static Timed timed(Supplier<Reply> ask) {
    long began = System.nanoTime();
    Reply reply = ask.get();
    return new Timed(reply, Duration.ofNanos(System.nanoTime() - began));
  }

  private static void assertUnavailableInTime(Timed timed) {
    assertThat(timed.reply().status()).as(timed.toString()).isEqualTo(503);
    assertThat(timed.reply().headers().firstValueAsLong("Retry-After").orElse(0))
        .isPositive();
    assertThat(timed.taken()).isLessThan(BOUND);
  }

  /** A gateway and a balancer, which ask without pause. */
  private boolean verify(Program server, Reply.Tokens tokens) {
    Caller gateway = Caller.anyone();
    Caller balancer = Caller.local();
    while (!over) {
      for (int status : List.of(
          gateway.check(server, tokens.access()).status(),
          balancer.get(server, "/health").status())) {
        count(heard, status);
      }
    }
    return true;
  }
}
