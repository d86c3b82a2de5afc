package dev.gatehouse.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.testkit.fixture.Race;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One refresh token, shown by many at two servers of one database. */
class RefreshRaceTest {
  private static final int ROUNDS = 50;
  private static final int RACERS = 64;
  private static final int PEOPLE = 5;

  @TempDir
  Path folder;

  @Test
  @DisplayName(
      "[L20] 64 concurrent refreshes with one token at two servers: one row write, one successor, nobody logged out, 50 times")
  void refreshes_at_two_servers_write_one_row_and_get_one_successor() {
    Site site = Site.withRedis(folder, ScratchPostgres.database());
    Caller caller = Caller.anyone();
    List<Reply.Tokens> won = new ArrayList<>();
    try (TwoServers servers = TwoServers.start(site)) {
      for (int i = 0; i < PEOPLE; i++) {
        assertThat(caller.register(servers.of(i), "Racer_" + i).status()).isEqualTo(201);
      }
      Race.rounds(ROUNDS, round -> {
        String token =
            caller.login(servers.of(round), "Racer_" + round % PEOPLE).tokens().refresh();
        List<Reply> answers = Race.of(RACERS, racer -> caller.refresh(servers.of(racer), token));
        assertThat(answers).extracting(Reply::status).containsOnly(200);
        List<String> successors =
            answers.stream().map(reply -> reply.tokens().refresh()).distinct().toList();
        assertThat(successors).hasSize(1).doesNotContain(token);
        won.add(answers.get(0).tokens());
      });
      assertThat(won).extracting(Reply.Tokens::refresh).doesNotHaveDuplicates();
      for (Reply.Tokens tokens : won) {
        servers
            .all()
            .forEach(server ->
                assertThat(caller.check(server, tokens.access()).status()).isEqualTo(204));
      }
      servers.all().forEach(Program::tellToStop);
      assertThat(servers.all()).extracting(Program::exitCode).containsOnly(0);
    }
    // a server process of PostgreSQL tells what it has counted when it ends
    Patience.until(
        "every connection is gone",
        () -> site.number("select count(*) from pg_stat_activity where datname = current_database()"
                + " and backend_type = 'client backend' and pid <> pg_backend_pid()")
            == 0);
    assertThat(site.number("select n_tup_upd from pg_stat_user_tables where relname = 'sessions'"))
        .as("row writes of %d rounds", ROUNDS)
        .isEqualTo(ROUNDS);
    assertThat(site.number("select count(*) from gatehouse.sessions where generation = 1"
            + " and revoked_at is null"))
        .isEqualTo(ROUNDS);
  }
}
