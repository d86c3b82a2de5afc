package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.postgres.Wire;
import dev.gatehouse.testkit.fixture.Race;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A server that is killed (-9) in the middle of its work takes nothing with it that it had acknowledged. */
class KilledServerTest {
  private static final int KILLS = 2;
  private static final int LIVES = 4;
  private static final String WAITING =
      "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";

  @TempDir
  Path folder;

  @Test
  @DisplayName(
      "[L41] a server killed (-9) under load loses no account, session, password or mail that it had acknowledged")
  void killing_a_server_loses_no_acknowledged_change() throws Exception {
    Site site = Site.withRedis(folder, ScratchPostgres.database());
    Ledger ledger = new Ledger(Caller::anyone);
    for (int kill = 1; kill <= KILLS; kill++) {
      try (Program server = site.begin("server").ready()) {
        ledger.killUnderLoad(server, LIVES * kill);
      }
    }

    try (Program server = site.begin("server").ready()) {
      ledger.assertKept(server);
    }
    // nothing delivers in this mode yet: each mail waits, once, in the outbox
    assertThat(site.number("select count(*) from gatehouse.outbox where kind = 'VERIFICATION_CODE'"
            + " and sealed is not null and dead_at is null"))
        .isBetween((long) ledger.mailed().size(), (long) ledger.asked().size());
  }

  @Test
  @DisplayName(
      "[L41] [L20] a server killed (-9) between the commit of a refresh and its answer logs nobody out: the other gives the successor that was lost")
  void killed_between_the_commit_of_a_refresh_and_its_answer_it_logs_nobody_out() throws Exception {
    PGSimpleDataSource database = ScratchPostgres.database();
    Site site = Site.withRedis(folder, database);
    try (Wire wire = new Wire(database.getPortNumbers()[0]);
        Program other = site.begin("other")) {
      site.set("DATABASE_URL", site.url(wire.port()));
      try (Program dying = site.begin("dying").ready()) {
        Caller caller = Caller.anyone();
        Reply.Tokens tokens = caller.newcomer(other.ready(), "Honest");
        Race.Running<Boolean> asks;
        try (Connection blocker = database.getConnection();
            Statement statement = blocker.createStatement()) {
          blocker.setAutoCommit(false);
          statement.execute("select from gatehouse.sessions for update");
          asks = Race.start(() -> isAnswered(caller, dying, tokens));
          Patience.until("it has come as far as that", () -> site.number(WAITING) == 1);
          wire.swallowAnswers();
          blocker.commit();
        }
        Patience.until("it is committed", () -> generation(site) == 1);
        dying.kill();
        assertThat(asks.result()).as("there was an answer").isFalse();

        Reply.Tokens successor = caller.refresh(other, tokens.refresh()).tokens();
        assertThat(generation(site)).as("nothing is written once more").isEqualTo(1);
        assertThat(caller.check(other, successor.access()).status()).isEqualTo(204);
        assertThat(caller.refresh(other, successor.refresh()).status()).isEqualTo(200);
      }
    }
  }

  private static boolean isAnswered(Caller caller, Program server, Reply.Tokens tokens) {
    try {
      caller.refresh(server, tokens.refresh());
      return true;
    } catch (Caller.Unanswered lost) {
      return false;
    }
  }

  private static long generation(Site site) {
    return site.number("select generation from gatehouse.sessions");
  }
}
