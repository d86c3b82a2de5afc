package dev.gatehouse.laws.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.testkit.fixture.Race;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** One refresh token, asked of two processes on one database. */
class ConcurrentRefreshTest {
  private static final int ROUNDS = 50;
  private static final int OF_EACH = 32;

  /** Long enough for a line to be read. */
  private static final long HEAD_START_MILLIS = 30;

  @TempDir
  static Path directory;

  private static PGSimpleDataSource database;
  private static Household household;
  private static List<NodeProcess> nodes = List.of();

  @BeforeAll
  static void start() {
    database = ScratchPostgres.database();
    Setting setting = Setting.of(
        ScratchPostgres.settings(database), Duration.ofSeconds(10), directory.resolve("mails"));
    household = Household.here(setting);
    nodes = List.of(
        NodeProcess.start(setting, Setting.Work.NONE),
        NodeProcess.start(setting, Setting.Work.NONE));
    nodes.forEach(NodeProcess::ready);
  }

  @AfterAll
  static void end() {
    nodes.forEach(NodeProcess::close);
    household.close();
  }

  @Test
  @DisplayName(
      "[L20] 64 concurrent refreshes with one token at two processes: one row write, one successor, nobody"
          + " logged out, 50 times")
  void refreshes_at_two_processes_write_one_row_and_get_one_successor() {
    List<String> successors = new ArrayList<>();
    Race.rounds(ROUNDS, round -> {
      String name = "Racer_" + round;
      household.register(name);
      Tokens tokens = household.signIn(name);
      long start = System.currentTimeMillis() + HEAD_START_MILLIS;
      List<CompletableFuture<String>> asked = nodes.stream()
          .map(node -> node.ask("refresh", OF_EACH, start, tokens.refresh().reveal()))
          .toList();

      List<String> answers = new ArrayList<>();
      for (int i = 0; i < nodes.size(); i++) {
        answers.add(nodes.get(i).result(asked.get(i)));
      }

      assertThat(answers).allSatisfy(answer -> assertThat(answer).startsWith("{OK=32} "));
      List<String> different =
          answers.stream().map(answer -> answer.split(" ")[1]).distinct().toList();
      assertThat(different).as("successors").hasSize(1);
      successors.add(different.get(0));
      for (String answer : answers) {
        household.verify(answer.split(" ")[2]);
      }
    });
    assertThat(successors).as("one a round").hasSize(ROUNDS).doesNotHaveDuplicates();

    nodes.forEach(NodeProcess::close);
    household.close();
    Tables tables = new Tables(database);
    tables.awaitAlone();
    assertThat(tables.sessionsUpdated()).as("row writes of %d rounds", ROUNDS).isEqualTo(ROUNDS);
    assertThat(tables.number("select count(*) from gatehouse.sessions where generation = 1"))
        .isEqualTo(ROUNDS);
  }
}
