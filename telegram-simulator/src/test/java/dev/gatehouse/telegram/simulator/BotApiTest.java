package dev.gatehouse.telegram.simulator;

import static dev.gatehouse.telegram.simulator.Stage.INES;
import static dev.gatehouse.telegram.simulator.Stage.MIRA;
import static dev.gatehouse.telegram.simulator.Stage.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.telegram.simulator.Stage.Reply;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Bot;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Failure;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Fault;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BotApiTest {
  private final Stage stage = new Stage();
  private final TelegramSimulator telegram = stage.telegram;
  private final Bot bot = stage.bot;

  @AfterEach
  void close() {
    stage.close();
  }

  private Reply send(String text, String more) throws Exception {
    return stage.call(
        "sendMessage", "{'chat_id': " + MIRA.id() + ", 'text': '" + text + "'" + more + "}");
  }

  private List<Long> ids(JsonNode updates) {
    return updates.findValues("update_id").stream().map(JsonNode::asLong).toList();
  }

  @Test
  void a_token_is_of_one_bot() throws Exception {
    Bot other = telegram.createBot(7_000_000_002L, "Other", "another_bot");

    assertThat(stage.call("getMe").result().path("username").asText())
        .isEqualTo("house_of_tea_bot");
    assertThat(stage.callAs(other.token(), "getme").result().path("id").asLong())
        .isEqualTo(7_000_000_002L);
    for (String wrong : List.of(bot.token() + "x", bot.id() + ":", "1:AAA", "x")) {
      Reply reply = stage.callAs(wrong, "getMe");
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.body())
          .isEqualTo("{\"ok\":false,\"error_code\":401,\"description\":\"Unauthorized\"}");
    }
    assertThat(stage.call("getChatMenu").status()).isEqualTo(404);
  }

  @Test
  void an_update_comes_until_it_is_confirmed() throws Exception {
    telegram.say(MIRA, bot, "/start auth_1");
    telegram.say(MIRA, bot, "two");
    telegram.say(INES, bot, "three");

    JsonNode first = stage.updates("{'limit': 2}");
    assertThat(first).hasSize(2);
    assertThat(stage.updates("{'limit': 2}")).isEqualTo(first);
    long next = ids(first).get(1) + 1;
    assertThat(stage.updates("{'offset': " + next + "}").findValuesAsText("text"))
        .containsExactly("three");
    assertThat(stage.updates("{'offset': " + (next + 1) + "}")).isEmpty();
    assertThat(telegram.pending(bot)).isZero();
  }

  @Test
  void a_negative_offset_counts_from_the_end() throws Exception {
    for (String text : List.of("one", "two", "three")) {
      telegram.say(MIRA, bot, text);
    }
    assertThat(stage.updates("{'offset': -1}").findValuesAsText("text")).containsExactly("three");
    assertThat(stage.updates("{}").findValuesAsText("text")).containsExactly("three");
  }

  @Test
  void an_update_says_who_wrote_what_where() throws Exception {
    telegram.say(MIRA, bot, "/start auth_1");

    JsonNode message = stage.updates("{}").get(0).path("message");
    assertThat(message.path("from").path("id").asLong()).isEqualTo(MIRA.id());
    assertThat(message.path("from").path("is_bot").isBoolean()).isTrue();
    assertThat(message.path("from").path("language_code").asText()).isEqualTo("en");
    assertThat(message.path("chat").path("id").asLong()).isEqualTo(MIRA.id());
    assertThat(message.path("chat").path("type").asText()).isEqualTo("private");
    assertThat(message.path("entities").get(0).toString())
        .isEqualTo("{\"type\":\"bot_command\",\"offset\":0,\"length\":6}");
    assertThat(message.path("date").asLong()).isPositive();
    telegram.say(INES, bot, "hi");
    assertThat(
            stage.updates("{'offset': -1}").get(0).path("message").path("from").has("username"))
        .as("who has no username has none")
        .isFalse();
  }

  @Test
  void who_waits_is_told_when_something_comes() throws Exception {
    CompletableFuture<Reply> waiting = stage.calling("getUpdates", "{'timeout': 50}");
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (telegram.calls(bot, "getUpdates") == 0) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
    telegram.say(MIRA, bot, "there");

    assertThat(waiting
            .get(20, java.util.concurrent.TimeUnit.SECONDS)
            .result()
            .findValuesAsText("text"))
        .containsExactly("there");
  }

  @Test
  void of_two_who_wait_the_first_is_turned_away() throws Exception {
    CompletableFuture<Reply> first = stage.calling("getUpdates", "{'timeout': 50}");
    while (telegram.calls(bot, "getUpdates") == 0) {
      Thread.onSpinWait();
    }
    // it has been counted, and waits in a moment; asking again until it does ends it in any case
    while (!first.isDone()) {
      assertThat(stage.call("getUpdates").status()).isEqualTo(200);
    }
    assertThat(first.get().status()).isEqualTo(409);
    assertThat(first.get().description())
        .isEqualTo(
            "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running");
  }

  @Test
  void while_a_webhook_is_set_nobody_may_ask() throws Exception {
    stage.call("setWebhook", "{'url': 'https://bot.example/hook'}");
    assertThat(stage.call("getUpdates").status()).isEqualTo(409);

    stage.call("deleteWebhook");
    assertThat(stage.updates("{}")).isEmpty();
  }

  @Test
  void only_the_kinds_that_were_asked_for_come() throws Exception {
    stage.updates("{'allowed_updates': ['my_chat_member']}");
    telegram.say(MIRA, bot, "hello");
    telegram.block(MIRA, bot, true);

    JsonNode updates = stage.updates("{}");
    assertThat(updates).hasSize(1);
    JsonNode change = updates.get(0).path("my_chat_member");
    assertThat(change.path("new_chat_member").path("status").asText()).isEqualTo("kicked");
    assertThat(change.path("old_chat_member").path("status").asText()).isEqualTo("member");
  }

  @Test
  void a_bot_writes_to_whom_has_written_to_it_and_has_not_blocked_it() throws Exception {
    assertThat(stage.call("sendMessage", "{'chat_id': 1, 'text': 'hi'}").description())
        .isEqualTo("Bad Request: chat not found");
    assertThat(send("hi", "").description())
        .isEqualTo("Forbidden: bot can't initiate conversation with a user");

    telegram.say(MIRA, bot, "/start");
    JsonNode sent = send("hi", "").result();
    assertThat(sent.path("from").path("is_bot").asBoolean()).isTrue();
    assertThat(sent.path("chat").path("id").asLong()).isEqualTo(MIRA.id());
    telegram.block(MIRA, bot, true);
    Reply blocked = send("hi", "");
    assertThat(blocked.status()).isEqualTo(403);
    assertThat(blocked.description()).isEqualTo("Forbidden: bot was blocked by the user");
    telegram.block(MIRA, bot, false);
    assertThat(send("again", "").status()).isEqualTo(200);

    assertThat(telegram.chat(MIRA, bot).stream().map(Message::text))
        .containsExactly("/start", "hi", "again");
    assertThat(telegram.chat(INES, bot)).isEmpty();
  }

  @Test
  void a_press_is_answered_once_there_is_one() throws Exception {
    long asked = telegram.say(MIRA, bot, "/sessions");
    send(
        "Yours:",
        ", 'reply_markup': {'inline_keyboard': [[{'text': 'End', 'callback_data': 'end:1'}]]}");
    Message shown = telegram.replies(MIRA, bot, asked, PATIENCE).get(0);
    assertThat(shown.buttons().get(0).data()).contains("end:1");

    String press = telegram.press(MIRA, bot, shown.id(), "end:1");
    JsonNode query = stage.updates("{'offset': -1}").get(0).path("callback_query");
    assertThat(query.path("id").asText()).isEqualTo(press);
    assertThat(query.path("data").asText()).isEqualTo("end:1");
    assertThat(query.path("message").path("message_id").asLong()).isEqualTo(shown.id());
    assertThat(telegram.pressed(bot, press, Duration.ZERO)).isEmpty();
    stage.call("answerCallbackQuery", "{'callback_query_id': '" + press + "', 'text': 'Ended'}");
    assertThat(telegram.pressed(bot, press, PATIENCE)).contains("Ended");
    assertThat(
            stage.call("answerCallbackQuery", "{'callback_query_id': 'none'}").status())
        .isEqualTo(400);
    assertThatThrownBy(() -> telegram.press(MIRA, bot, shown.id(), "end:2"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> telegram.press(INES, bot, shown.id(), "end:1"))
        .as("a button of somebody else's chat")
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_message_of_the_bot_s_is_changed_and_deleted() throws Exception {
    long hers = telegram.say(MIRA, bot, "/start");
    long id = send("one", "").result().path("message_id").asLong();
    String edit = "{'chat_id': " + MIRA.id() + ", 'message_id': %d, 'text': '%s'}";

    assertThat(stage.call("editMessageText", edit.formatted(id, "one")).description())
        .startsWith("Bad Request: message is not modified");
    assertThat(stage.call("editMessageText", edit.formatted(hers, "mine")).description())
        .as("what somebody else wrote")
        .isEqualTo("Bad Request: message to edit not found");
    stage.call("editMessageText", edit.formatted(id, "two")).result();
    assertThat(telegram.chat(MIRA, bot).get(1).text()).isEqualTo("two");
    String delete = "{'chat_id': " + MIRA.id() + ", 'message_id': " + id + "}";
    assertThat(stage.call("deleteMessage", delete).status()).isEqualTo(200);
    assertThat(stage.call("deleteMessage", delete).status()).isEqualTo(400);
    assertThat(telegram.chat(MIRA, bot)).hasSize(1);
  }

  @Test
  void html_becomes_a_text_and_what_holds_of_its_parts() throws Exception {
    telegram.say(MIRA, bot, "/start");
    JsonNode sent = send(
            "<b>Anna &amp; 😀</b> from <code>1.2.3.4</code> <i>&lt;b&gt;</i>",
            ", 'parse_mode': 'HTML'")
        .result();

    assertThat(sent.path("text").asText()).isEqualTo("Anna & 😀 from 1.2.3.4 <b>");
    assertThat(sent.path("entities").toString())
        .isEqualTo("[{\"type\":\"bold\",\"offset\":0,\"length\":9},"
            + "{\"type\":\"code\",\"offset\":15,\"length\":7},"
            + "{\"type\":\"italic\",\"offset\":23,\"length\":3}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<b>open", "open</b>", "<b><i>x</b></i>", "<div>x</div>", "1 < 2", "<script>"})
  void html_that_telegram_does_not_take_is_refused(String html) throws Exception {
    telegram.say(MIRA, bot, "/start");
    Reply reply = send(html, ", 'parse_mode': 'HTML'");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.description()).startsWith("Bad Request: can't parse entities");
    assertThat(telegram.chat(MIRA, bot)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'inline_keyboard': [[{'text': 'x'}]]}",
        "{'inline_keyboard': [[{'text': '', 'callback_data': 'a'}]]}",
        "{'inline_keyboard': [[{'text': 'x', 'callback_data': ''}]]}",
        "{'inline_keyboard': [[{'text': 'x', 'callback_data': 'a', 'url': 'https://a.example'}]]}",
        "{'inline_keyboard': [[{'text': 'x', 'url': 'javascript:alert(1)'}]]}",
        "{'inline_keyboard': [[{'text': 'x', 'web_app': {'url': 'http://a.example'}}]]}",
        "{'inline_keyboard': [{'text': 'x', 'callback_data': 'a'}]}",
        "{'buttons': []}",
        "'[1'",
        "{'inline_keyboard': [[{'text': 'x', 'callback_data': '12345678901234567890123456789012345678901234567890123456789012345'}]]}"
      })
  void buttons_that_telegram_does_not_take_are_refused(String markup) throws Exception {
    telegram.say(MIRA, bot, "/start");
    assertThat(send("x", ", 'reply_markup': " + markup).status()).isEqualTo(400);
  }

  @Test
  void parameters_may_come_as_a_form_with_json_in_it() throws Exception {
    telegram.say(MIRA, bot, "/start");
    stage.callWithForm(
        "sendMessage",
        Map.of(
            "chat_id", String.valueOf(MIRA.id()),
            "text", "a & b = ü",
            "reply_markup",
                "{\"inline_keyboard\":[[{\"text\":\"Open\",\"url\":\"http://127.0.0.1:1/x\"},{\"text\":\"App\",\"web_app\":{\"url\":\"https://a.example\"}}]]}"));

    Message message = telegram.chat(MIRA, bot).get(1);
    assertThat(message.text()).isEqualTo("a & b = ü");
    assertThat(message.buttons().get(0).url()).contains("http://127.0.0.1:1/x");
    assertThat(message.buttons().get(1).webApp()).contains("https://a.example");
  }

  @Test
  void an_empty_or_endless_text_is_refused() throws Exception {
    telegram.say(MIRA, bot, "/start");
    assertThat(send(" ", "").description()).isEqualTo("Bad Request: message text is empty");
    assertThat(send("x".repeat(4097), "").description())
        .isEqualTo("Bad Request: message is too long");
    assertThat(send("x".repeat(4096), "").status()).isEqualTo(200);
  }

  @Test
  void commands_are_kept_for_each_language() throws Exception {
    String set = "{'commands': [{'command': '%s', 'description': 'x'}], 'language_code': '%s'}";
    stage.call("setMyCommands", set.formatted("start", "")).result();
    stage.call("setMyCommands", set.formatted("login", "ru")).result();

    assertThat(stage.call("getMyCommands", "{'language_code': 'ru'}").result().toString())
        .contains("login");
    assertThat(stage.call("getMyCommands").result().toString()).contains("start");
    assertThat(stage.call("setMyCommands", set.formatted("Start", "")).status()).isEqualTo(400);
    assertThat(stage.call("setMyCommands", set.formatted("start", "zh-CN")).status())
        .as("a language has two letters")
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "TOO_MANY_REQUESTS, 429, 'Too Many Requests: retry after 3'",
    "BLOCKED, 403, 'Forbidden: bot was blocked by the user'",
    "SERVER_ERROR, 500, Internal Server Error"
  })
  void the_next_calls_go_wrong_as_they_are_told_to(Fault fault, int status, String words)
      throws Exception {
    telegram.say(MIRA, bot, "/start");
    telegram.fail(bot, Failure.of(fault, 2).on("sendMessage").after(3));

    for (int i = 0; i < 2; i++) {
      Reply reply = send("x", "");
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.json().path("error_code").asInt()).isEqualTo(status);
      assertThat(reply.description()).isEqualTo(words);
      assertThat(reply.json().path("parameters").path("retry_after").asInt())
          .isEqualTo(status == 429 ? 3 : 0);
      assertThat(stage.call("getMe").status()).isEqualTo(200);
    }
    assertThat(send("y", "").status()).isEqualTo(200);
    assertThat(telegram.chat(MIRA, bot).stream().map(Message::text)).containsExactly("/start", "y");
    assertThat(telegram.calls(bot, "sendMessage")).isEqualTo(3);
  }

  @Test
  void a_connection_ends_before_or_after_the_work() throws Exception {
    telegram.say(MIRA, bot, "/start");
    telegram.fail(bot, Failure.of(Fault.RESET, 1));
    assertThatThrownBy(() -> send("before", "")).isInstanceOf(IOException.class);
    telegram.fail(bot, Failure.of(Fault.LOST_ANSWER, 1));
    assertThatThrownBy(() -> send("after", "")).isInstanceOf(IOException.class);

    assertThat(telegram.chat(MIRA, bot).stream().map(Message::text))
        .containsExactly("/start", "after");
  }

  @Test
  void an_update_comes_twice_where_that_is_asked_for() throws Exception {
    telegram.say(MIRA, bot, "one");
    telegram.fail(bot, Failure.of(Fault.DUPLICATES, 1));

    List<Long> ids = ids(stage.updates("{}"));
    assertThat(ids).hasSize(2);
    assertThat(ids.get(0)).isEqualTo(ids.get(1));
    assertThat(stage.updates("{}")).hasSize(1);
  }

  @Test
  void an_update_of_any_shape_gets_an_id_of_ours() throws Exception {
    JsonNode vectors = Vectors.file("telegram-bot-updates.json").path("vectors");
    vectors.forEach(vector -> telegram.deliver(bot, vector.path("update").toString()));

    JsonNode updates = stage.updates("{}");
    assertThat(updates).hasSameSizeAs(vectors);
    assertThat(ids(updates)).isSorted().doesNotHaveDuplicates();
    for (int i = 0; i < updates.size(); i++) {
      JsonNode update = updates.get(i).deepCopy();
      assertThat(names(update)).isEqualTo(names(vectors.get(i).path("update")));
    }
  }

  private static String names(JsonNode update) {
    return update.properties().stream()
        .map(Map.Entry::getKey)
        .sorted()
        .collect(Collectors.joining(","));
  }

  @Test
  void a_contact_says_whose_it_is() throws Exception {
    telegram.shareContact(MIRA, bot, "+8881", INES);
    assertThat(stage
            .updates("{}")
            .get(0)
            .path("message")
            .path("contact")
            .path("user_id")
            .asLong())
        .isEqualTo(INES.id());
  }

  @Test
  void what_is_too_long_is_not_read() throws Exception {
    assertThat(send("x".repeat(2_000_000), "").status()).isEqualTo(413);
  }
}
