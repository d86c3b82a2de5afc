package dev.gatehouse.telegram.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Person;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What a person and a bot have said to each other; messages as the Bot API shows them. */
final class Chat {
  private Person person;
  private final NavigableMap<Long, ObjectNode> messages = new TreeMap<>();
  private long last;
  private boolean started;
  private boolean agreed;
  private boolean blocked;

  Chat(Person person) {
    this.person = person;
  }

  /** As the person is called now. */
  Chat with(Person now) {
    person = now;
    return this;
  }

  /** Whether the person has written. */
  boolean started() {
    return started;
  }

  /** Whether the bot may write, which it may once the person has, or has agreed to that elsewhere. */
  boolean open() {
    return started || agreed;
  }

  void agree() {
    agreed = true;
  }

  boolean blocked() {
    return blocked;
  }

  void block(boolean value) {
    blocked = value;
  }

  ObjectNode add(boolean fromBot, ObjectNode from, String text, long date) {
    started |= !fromBot;
    ObjectNode message = Json.object().put("message_id", ++last);
    message.set("from", from);
    message.set("chat", named());
    message.put("date", date).put("text", text);
    messages.put(last, message);
    return message;
  }

  ObjectNode named() {
    return person.named(Json.object()).put("type", "private");
  }

  Optional<ObjectNode> find(long message) {
    return Optional.ofNullable(messages.get(message));
  }

  boolean remove(long message) {
    return messages.remove(message) != null;
  }

  List<ObjectNode> after(long message) {
    return new ArrayList<>(messages.tailMap(message, false).values());
  }

  static boolean ofBot(JsonNode message) {
    return message.path("from").path("is_bot").asBoolean();
  }
}
