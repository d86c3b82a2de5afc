package dev.gatehouse.laws.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.postgres.ScratchPostgres;
import dev.gatehouse.testkit.law.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** What is done at one process, at the others of the same database. */
class TwoProcessesTest {
  private static final String REFUSED = "{REFRESH_REJECTED=1}";

  @TempDir
  static Path directory;

  private static PGSimpleDataSource database;
  private static Setting setting;
  private static Household household;
  private static NodeProcess one;
  private static NodeProcess other;
  private static List<NodeProcess> started = List.of();

  @BeforeAll
  static void start() {
    database = ScratchPostgres.database();
    setting =
        Setting.of(ScratchPostgres.settings(database), Duration.ZERO, directory.resolve("mails"));
    household = Household.here(setting);
    one = NodeProcess.start(setting, Setting.Work.ALL);
    other = NodeProcess.start(setting, Setting.Work.ALL);
    started = List.of(one, other);
    started.forEach(NodeProcess::ready);
  }

  @AfterAll
  static void end() {
    started.forEach(NodeProcess::close);
    household.close();
  }

  @Test
  @DisplayName(
      "[L21] a token two steps old, shown to another process than made its successors, ends its session at both and no other")
  void an_old_token_shown_elsewhere_ends_its_session_everywhere() {
    household.register("Owner");
    String first = household.signIn("Owner").refresh().reveal();
    Tokens elsewhere = household.signIn("Owner");
    String second = refresh(one, first)[1];
    String third = refresh(other, second)[1];

    assertThat(refresh(other, first)[0]).isEqualTo(REFUSED);

    assertThat(refresh(one, third)[0]).isEqualTo(REFUSED);
    assertThat(refresh(other, third)[0]).isEqualTo(REFUSED);
    assertThat(refresh(one, elsewhere.refresh().reveal())[0]).isEqualTo("{OK=1}");
  }

  @Test
  @DisplayName("[L23] who signs out at one process is signed out at the other")
  void who_signs_out_at_one_is_signed_out_at_the_other() {
    household.register("Leaver");
    String token = household.signIn("Leaver").refresh().reveal();
    String[] answer = refresh(one, token);

    assertThat(one.get("sign-out", answer[1])).isEqualTo(Answer.OK);

    assertThat(refresh(other, answer[1])[0]).isEqualTo(REFUSED);
    assertThat(one.get("verify", answer[2])).isEqualTo("TOKEN_REJECTED");
    assertThat(other.get("until-refused", answer[2])).isEqualTo("TOKEN_REJECTED");
    other.awaitLine("watching");
  }

  @Test
  @DisplayName(
      "[L26] while the keys turn at one process every token that any of them signs is good at all, also at one that starts meanwhile")
  void while_the_keys_turn_every_token_is_good_everywhere() {
    household.register("Worker");
    String token = household.signIn("Worker").refresh().reveal();
    List<NodeProcess> nodes = new ArrayList<>(List.of(one, other));
    started = nodes;
    List<String> good = new ArrayList<>();
    for (int round = 0; round < 40; round++) {
      if (round == 12) {
        // as if ten minutes had gone by since the next key was published
        new Tables(database)
            .run(
                "update gatehouse.keys set since = since - interval '11 minutes' where state = 'NEXT'");
        assertThat(one.get("turn", "ACCESS_TOKEN")).isEqualTo(Answer.OK);
        assertThat(one.get("turn", "REFRESH_TOKEN")).isEqualTo(Answer.OK);
      }
      if (round == 24) {
        nodes.add(NodeProcess.start(setting, Setting.Work.ALL).ready());
      }
      String[] answer = refresh(nodes.get(round % nodes.size()), token);
      assertThat(answer[0]).as("round %d", round).isEqualTo("{OK=1}");
      token = answer[1];
      good.add(answer[2]);
      for (NodeProcess node : nodes) {
        assertThat(node.get("verify", answer[2])).as("round %d", round).isEqualTo(Answer.OK);
      }
    }
    nodes.forEach(node ->
        good.forEach(access -> assertThat(node.get("verify", access)).isEqualTo(Answer.OK)));
    assertThat(good.stream().map(TwoProcessesTest::header).distinct())
        .as("keys that signed")
        .hasSize(2);
  }

  private static String[] refresh(NodeProcess node, String token) {
    return node.get("refresh", 1, 0, token).split(" ");
  }

  private static String header(String access) {
    return access.substring(0, access.indexOf('.'));
  }
}
