package dev.gatehouse.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.telegram.Telegram.Flaw;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bot is told, by the vectors and by whoever would like it to fall over. */
class UpdatesTest {
  private static final Instant AT = Instant.ofEpochSecond(1_700_000_000L);

  static Stream<Named<JsonNode>> vectors() {
    return Vectors.of("telegram-bot-updates.json");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void every_vector_is_understood(JsonNode vector) {
    Update update = Updates.parse(vector.get("update").toString());

    assertThat(update.id()).isEqualTo(vector.get("update").get("update_id").asLong());
    assertThat(update).isNotInstanceOf(Update.Unused.class);
  }

  @Test
  void plain_start() {
    Update.Said said = (Update.Said) of("docs-webhook-sample");

    assertThat(said.chat()).isEqualTo(new Update.Chat(1_111_111, true));
    assertThat(Command.parse(said.text())).contains(new Command("start", Optional.empty(), ""));
    assertThat(Command.parse(said.text()).orElseThrow().startPayload()).isEmpty();
  }

  @Test
  void start_with_a_payload() {
    Update.Said said = (Update.Said) of("start-payload");

    assertThat(said.from().id()).isEqualTo(1_111_111);
    assertThat(said.from().language()).contains("en");
    assertThat(said.at()).isEqualTo(AT);
    assertThat(Command.parse(said.text()).orElseThrow().startPayload()).contains("AbC-_123xyz");
  }

  @Test
  void a_button_pressed() {
    Update.Pressed pressed = (Update.Pressed) of("confirm-callback");

    assertThat(pressed.press()).isEqualTo("4382bfdwdsb323b2d9");
    assertThat(pressed.data()).isEqualTo("login:yes:TOKEN");
    assertThat(pressed.shown()).contains(new Update.Shown(new Update.Chat(1_111_111, true), 11));
  }

  @Test
  void a_telephone_number_is_own_only_when_telegram_says_so() {
    Update.HandedContact contact = (Update.HandedContact) of("contact-own");
    assertThat(contact.phone()).isEqualTo("+79990001122");
    assertThat(contact.own()).isTrue();

    String others =
        vector("contact-own").toString().replace("\"user_id\":1111111", "\"user_id\":7");
    assertThat(((Update.HandedContact) Updates.parse(others)).own()).isFalse();
    String nobodys = vector("contact-own").toString().replace("\"user_id\":1111111", "\"x\":7");
    assertThat(((Update.HandedContact) Updates.parse(nobodys)).own()).isFalse();
  }

  @Test
  void a_bot_that_was_blocked() {
    Update.Reached reached = (Update.Reached) of("blocked");

    assertThat(reached.reachable()).isFalse();
    assertThat(reached.chat()).isEqualTo(new Update.Chat(1_111_111, true));
  }

  @Test
  void a_group_is_not_one_person() {
    String group = vector("start-payload").toString().replace("\"private\"", "\"supergroup\"");
    assertThat(((Update.Said) Updates.parse(group)).chat().withOnePerson()).isFalse();

    String negative = vector("start-payload")
        .toString()
        .replaceFirst("\"chat\":\\{\"id\":1111111", "\"chat\":{\"id\":-1001111111");
    assertThat(((Update.Said) Updates.parse(negative)).chat())
        .isEqualTo(new Update.Chat(-1_001_111_111L, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"update_id\":1}",
        "{\"update_id\":1,\"message\":null}",
        "{\"update_id\":1,\"message\":[]}",
        "{\"update_id\":1,\"message\":{\"text\":\"/start\"}}",
        "{\"update_id\":1,\"message\":{\"text\":\"x\",\"date\":1,\"chat\":{\"id\":5},\"from\":{\"id\":0}}}",
        "{\"update_id\":1,\"message\":{\"text\":\"x\",\"date\":1,\"chat\":{\"id\":5},\"from\":{\"id\":-5}}}",
        "{\"update_id\":1,\"message\":{\"text\":\"x\",\"date\":1,\"chat\":{\"id\":5},\"from\":{\"id\":5,\"is_bot\":true}}}",
        "{\"update_id\":1,\"message\":{\"text\":\"x\",\"date\":1,\"from\":{\"id\":5}}}",
        "{\"update_id\":1,\"message\":{\"text\":\"x\",\"date\":99999999999999,\"chat\":{\"id\":5},\"from\":{\"id\":5}}}",
        "{\"update_id\":1,\"message\":{\"text\":\"x\",\"date\":-9223372036854775808,\"chat\":{\"id\":5},\"from\":{\"id\":5}}}",
        "{\"update_id\":1,\"message\":{\"text\":7,\"date\":1,\"chat\":{\"id\":5},\"from\":{\"id\":5}}}",
        "{\"update_id\":1,\"callback_query\":{\"id\":\"\",\"data\":\"x\",\"from\":{\"id\":5}}}",
        "{\"update_id\":1,\"callback_query\":{\"id\":\"1\",\"data\":\"a b\",\"from\":{\"id\":5}}}",
        "{\"update_id\":1,\"my_chat_member\":{\"date\":1,\"chat\":{\"id\":5},\"from\":{\"id\":5},\"new_chat_member\":{\"status\":\"king\"}}}",
        "{\"update_id\":1,\"poll\":{}}"
      })
  void what_is_not_understood_is_passed_by_so_that_it_does_not_come_again(String json) {
    assertThat(Updates.parse(json)).isEqualTo(new Update.Unused(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{",
        "{}",
        "{\"update_id\":null}",
        "{\"update_id\":-1}",
        "{\"update_id\":1.5}",
        "{\"update_id\":99999999999999999999}",
        "{\"update_id\":1,\"update_id\":2}",
        "{\"update_id\":1}{}",
        "{\"update_id\":1e999999999}",
        "{\"update_id\":NaN}"
      })
  void what_has_no_id_is_refused(String json) {
    assertThatThrownBy(() -> Updates.parse(json))
        .isInstanceOfSatisfying(
            Flawed.class, refused -> assertThat(refused.flaw()).isEqualTo(new Flaw.Malformed()));
  }

  @Test
  void deep_and_long_ones_are_refused() {
    String deep = "{\"update_id\":1,\"message\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertThatThrownBy(() -> Updates.parse(deep)).isInstanceOf(Flawed.class);
    String digits = "{\"update_id\":1,\"x\":" + "9".repeat(100_000) + "}";
    assertThatThrownBy(() -> Updates.parse(digits)).isInstanceOf(Flawed.class);
    String spaces = " ".repeat(Updates.MAX_LENGTH) + "{\"update_id\":1}";
    assertThatThrownBy(() -> Updates.parse(spaces))
        .isInstanceOfSatisfying(
            Flawed.class, refused -> assertThat(refused.flaw()).isEqualTo(new Flaw.TooLarge()));
  }

  @Test
  void no_update_prints_what_somebody_wrote() {
    assertThat(vectors()
            .map(Named::getPayload)
            .map(vector -> Updates.parse(vector.get("update").toString()).toString()))
        .noneMatch(
            text -> text.contains("Test") || text.contains("TOKEN") || text.contains("7999"));
  }

  @Test
  void commands() {
    assertThat(Command.parse("/Start@Gate_bot  auth_x "))
        .contains(new Command("start", Optional.of("Gate_bot"), "auth_x"));
    assertThat(Command.parse("/logout_all"))
        .contains(new Command("logout_all", Optional.empty(), ""));
    for (String none :
        List.of("", "start", "/", "/ start", "/sta-rt", " /start", "/@x", "/start@", "//start")) {
      assertThat(Command.parse(none)).as(none).isEmpty();
    }
    for (String other :
        List.of("/start a b", "/start " + "x".repeat(65), "/start <x>", "/login abc")) {
      assertThat(Command.parse(other).orElseThrow().startPayload()).as(other).isEmpty();
    }
  }

  @Test
  void refusals_of_the_bot_api_are_read() {
    List<BotReply> replies = StreamSupport.stream(
            Vectors.file("telegram-bot-updates.json").get("error_replies").spliterator(), false)
        .map(reply -> BotReply.parse(reply.toString()))
        .toList();

    assertThat(replies)
        .containsExactly(
            new BotReply.Failed(429, Optional.of(Duration.ofSeconds(5))),
            new BotReply.Failed(403, Optional.empty()),
            new BotReply.Failed(401, Optional.empty()),
            new BotReply.Failed(409, Optional.empty()));
  }

  @Test
  void what_the_bot_api_gives_is_read_and_nothing_else_is() {
    BotReply.Done done = (BotReply.Done)
        BotReply.parse("{\"ok\":true,\"result\":[{\"update_id\":5},{\"update_id\":6}]}");
    assertThat(done.reply().elements("result").map(Updates::read))
        .containsExactly(new Update.Unused(5), new Update.Unused(6));

    for (String none : List.of(
        "{}",
        "{\"ok\":\"true\"}",
        "{\"ok\":false}",
        "{\"ok\":false,\"error_code\":7}",
        "<html>",
        "")) {
      assertThatThrownBy(() -> BotReply.parse(none)).as(none).isInstanceOf(Flawed.class);
    }
    assertThat(
            BotReply.parse(
                "{\"ok\":false,\"error_code\":429,\"parameters\":{\"retry_after\":9223372036854775807}}"))
        .isEqualTo(new BotReply.Failed(429, Optional.of(Duration.ofDays(1))));
  }

  private static Update of(String id) {
    return Updates.parse(vector(id).toString());
  }

  private static JsonNode vector(String id) {
    return vectors()
        .map(Named::getPayload)
        .filter(vector -> vector.get("id").asText().equals(id))
        .findFirst()
        .orElseThrow()
        .get("update");
  }
}
