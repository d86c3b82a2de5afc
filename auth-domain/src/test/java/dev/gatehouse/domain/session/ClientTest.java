package dev.gatehouse.domain.session;

import static dev.gatehouse.domain.Given.ACCOUNT;
import static dev.gatehouse.domain.Given.SHOP;
import static dev.gatehouse.domain.Given.bytes;
import static dev.gatehouse.domain.Given.key;
import static dev.gatehouse.domain.Given.ring;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.Chance;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.throttle.ClientAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientTest {
  private static final String SMILE = "\ud83d\ude00";

  private static String agent(String presented) {
    return Client.bearer(SHOP, "192.0.2.1", presented).userAgent();
  }

  @Test
  void a_client_that_keeps_its_tokens_itself_shows_no_mark() {
    Client client = Client.bearer(SHOP, "::ffff:192.0.2.1", "Agent/1.0");
    assertThat(client)
        .isEqualTo(new Client(
            SHOP, new ClientAddress("192.0.2.1"), "Agent/1.0", Transport.BEARER, List.of()));
  }

  @Test
  void a_long_user_agent_is_cut_to_400_characters() {
    assertThat(agent("x".repeat(400))).hasSize(400);
    assertThat(agent("x".repeat(401))).hasSize(400);
    assertThat(agent("x".repeat(100_000))).hasSize(400);
    assertThat(Client.MAX_USER_AGENT).isEqualTo(400);
  }

  @Test
  void a_cut_splits_no_character() {
    assertThat(agent("x".repeat(399) + SMILE)).isEqualTo("x".repeat(399));
    assertThat(agent("x".repeat(398) + SMILE)).isEqualTo("x".repeat(398) + SMILE);
    assertThat(agent("x".repeat(398) + SMILE + SMILE)).isEqualTo("x".repeat(398) + SMILE);
    assertThat(agent("x" + SMILE.repeat(300))).isEqualTo("x" + SMILE.repeat(199));
  }

  @Test
  void control_characters_of_both_sets_become_spaces() {
    for (int c = 0; c <= 0x9f; c++) {
      String expected = Character.isISOControl(c) ? "a b" : "a" + (char) c + "b";
      assertThat(agent("a" + (char) c + "b")).as("character %s", c).isEqualTo(expected);
    }
    assertThat(agent("\r\nAgent\r\n\tSet-Cookie: x\u0000")).isEqualTo("Agent   Set-Cookie: x");
  }

  @Test
  void half_a_character_becomes_a_space() {
    assertThat(agent("a\ud83db")).isEqualTo("a b");
    assertThat(agent("a\ude00b")).isEqualTo("a b");
    assertThat(agent("a" + SMILE + "b")).isEqualTo("a" + SMILE + "b");
  }

  @Test
  void white_space_around_a_user_agent_is_not_kept() {
    assertThat(agent("  Agent/1.0 ")).isEqualTo("Agent/1.0");
    assertThat(agent("x".repeat(398) + "  y")).isEqualTo("x".repeat(398));
    assertThat(agent("   ")).isEmpty();
    assertThat(agent("")).isEmpty();
  }

  @Test
  void any_user_agent_becomes_text_that_can_be_stored() {
    Chance.histories(500, chance -> {
      String agent = agent(chance.weird(600));
      assertThat(agent.length()).isLessThanOrEqualTo(400);
      assertThat(agent.codePoints())
          .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
      assertThat(agent(agent)).isEqualTo(agent);
    });
  }

  @Test
  void only_five_marks_are_looked_at() {
    List<DeviceMark> marks = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      marks.add(DeviceMark.of(ACCOUNT, Acr.AAL1, bytes(16, i), ring(key(1))));
    }
    Client client =
        new Client(SHOP, Sessions.HOME, "Agent/1.0", Transport.COOKIE, marks.subList(0, 5));
    assertThat(client.deviceMarks()).isEqualTo(marks.subList(0, 5));
    Client many = new Client(SHOP, Sessions.HOME, "Agent/1.0", Transport.COOKIE, marks);
    assertThat(many.deviceMarks()).isEqualTo(marks.subList(0, 5));
    marks.clear();
    assertThat(many.deviceMarks()).hasSize(5);
  }

  @Test
  void a_client_with_a_mark_shows_that_mark_alone() {
    DeviceMark mark = DeviceMark.of(ACCOUNT, Acr.AAL1, bytes(16, 1), ring(key(1)));
    Client client = Client.bearer(SHOP, "192.0.2.1", "Agent/1.0");
    assertThat(client.with(mark))
        .isEqualTo(new Client(
            SHOP, client.address(), client.userAgent(), client.transport(), List.of(mark)));
  }
}
