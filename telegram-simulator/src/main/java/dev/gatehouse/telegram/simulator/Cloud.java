package dev.gatehouse.telegram.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Bot;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Person;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** People, bots, and what they do to each other. */
final class Cloud {
  private final Bell bell = new Bell();
  private final Clock clock;
  private final Chance chance;
  private final Map<Long, Person> people = new LinkedHashMap<>();
  private final Map<Long, Line> lines = new LinkedHashMap<>();

  Cloud(Clock clock, Chance chance) {
    this.clock = clock;
    this.chance = chance;
  }

  Bell bell() {
    return bell;
  }

  /** In seconds since 1970. */
  long now() {
    return clock.instant().getEpochSecond();
  }

  // ---- who there is

  /** Its updates are counted from the time on: a bot that remembers where it was before we began is not asked to go back. */
  Bot add(Bot bot) {
    return bell.change(() -> {
      if (lines.putIfAbsent(bot.id(), new Line(bot, now())) != null) {
        throw new IllegalArgumentException("there is a bot " + bot.id() + " already");
      }
      return bot;
    });
  }

  Person add(Person person) {
    return bell.change(() -> {
      if (people.putIfAbsent(person.id(), person) != null) {
        throw new IllegalArgumentException("there is a person " + person.id() + " already");
      }
      return person;
    });
  }

  /** The same person by other names. */
  Person rename(Person person) {
    return bell.change(() -> {
      people.put(person.id(), person);
      return person;
    });
  }

  List<Person> people() {
    return bell.look(() -> List.copyOf(people.values()));
  }

  List<Bot> bots() {
    return bell.look(() -> lines.values().stream().map(Line::bot).toList());
  }

  Optional<Person> person(long id) {
    return bell.look(() -> Optional.ofNullable(people.get(id)));
  }

  Optional<Line> line(String token) {
    return bell.look(() ->
        lines.values().stream().filter(line -> line.bot().token().equals(token)).findFirst());
  }

  Line line(long bot) {
    return bell.look(() -> Optional.ofNullable(lines.get(bot)))
        .orElseThrow(() -> new Refusal(404, "there is no bot " + bot));
  }

  // ---- what people do

  /** Writes to a bot; gives the message's number. */
  long say(Person person, Line line, String text) {
    return bell.change(() -> {
      Chat chat = line.chat(person);
      if (chat.blocked()) {
        throw new Refusal(409, "unblock the bot first");
      }
      ObjectNode message = chat.add(false, from(person), text, now());
      if (text.startsWith("/")) {
        int end = text.indexOf(' ');
        message
            .putArray("entities")
            .addObject()
            .put("type", "bot_command")
            .put("offset", 0)
            .put("length", end < 0 ? text.length() : end);
      }
      line.deliver("message", message.deepCopy());
      return message.path("message_id").asLong();
    });
  }

  /** Hands over a telephone number: the person's own, or somebody else's. */
  long shareContact(Person person, Line line, String phone, Person whose) {
    return bell.change(() -> {
      ObjectNode message = line.chat(person).add(false, from(person), "", now());
      message.remove("text");
      message.set(
          "contact",
          Json.object()
              .put("phone_number", phone)
              .put("first_name", whose.firstName())
              .put("user_id", whose.id()));
      line.deliver("message", message.deepCopy());
      return message.path("message_id").asLong();
    });
  }

  /** Presses the button with that data below a message; gives the press's id. */
  String press(Person person, Line line, long message, String data) {
    return bell.change(() -> {
      ObjectNode shown = line.chat(person)
          .find(message)
          .filter(found -> hasButton(found, data))
          .orElseThrow(() -> new Refusal(404, "there is no such button"));
      String id = chance.word(12);
      ObjectNode press = Json.object().put("id", id);
      press.set("from", from(person));
      press.set("message", shown.deepCopy());
      press.put("chat_instance", String.valueOf(-person.id())).put("data", data);
      line.press(id);
      line.deliver("callback_query", press);
      return id;
    });
  }

  private static boolean hasButton(JsonNode message, String data) {
    JsonNode rows = message.path("reply_markup").path("inline_keyboard");
    return StreamSupport.stream(rows.spliterator(), false)
        .flatMap(row -> StreamSupport.stream(row.spliterator(), false))
        .anyMatch(button -> button.path("callback_data").asText().equals(data));
  }

  /** Lets a bot write that nobody there has written to. */
  void agree(Person person, Line line) {
    bell.change(() -> {
      line.chat(person).agree();
      return true;
    });
  }

  /** Blocks a bot, or lets it write again; the bot is told. */
  boolean block(Person person, Line line, boolean blocked) {
    return bell.change(() -> {
      Chat chat = line.chat(person);
      if (chat.blocked() == blocked) {
        return false;
      }
      chat.block(blocked);
      ObjectNode change = Json.object();
      change.set("chat", chat.named());
      change.set("from", from(person));
      change.put("date", now());
      change.set("old_chat_member", member(line, !blocked));
      change.set("new_chat_member", member(line, blocked));
      line.deliver("my_chat_member", change);
      return true;
    });
  }

  private static ObjectNode member(Line line, boolean kicked) {
    ObjectNode member = Json.object();
    member.set("user", line.named());
    member.put("status", kicked ? "kicked" : "member");
    return kicked ? member.put("until_date", 0) : member;
  }

  private static ObjectNode from(Person person) {
    ObjectNode named = Json.object();
    person.named(named);
    named.put("is_bot", false).put("language_code", person.language());
    return named;
  }
}
