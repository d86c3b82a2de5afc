package dev.gatehouse.telegram.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Bot;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Failure;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Fault;
import dev.gatehouse.telegram.simulator.TelegramSimulator.Person;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All that one bot has: its updates, chats, commands, and what is to go wrong. Whoever touches it holds the bell. */
final class Line {
  private final Bot bot;
  private final Deque<ObjectNode> updates = new ArrayDeque<>();
  private final Map<Long, Chat> chats = new HashMap<>();
  private final Map<String, Optional<JsonNode>> presses = new HashMap<>();
  private final Map<String, JsonNode> commands = new LinkedHashMap<>();
  private final Map<String, Integer> calls = new HashMap<>();
  private final List<Failure> failures = new ArrayList<>();
  private Set<String> allowed = Set.of();
  private Optional<Hook> hook = Optional.empty();
  private long nextUpdate;
  private long poll;

  /** Where updates go by themselves; each one that is set is another. */
  static final class Hook {
    final String url;
    final Optional<String> secret;
    Optional<String> lastError = Optional.empty();
    long lastErrorDate;

    Hook(String url, Optional<String> secret) {
      this.url = url;
      this.secret = secret;
    }
  }

  Line(Bot bot, long firstUpdate) {
    this.bot = bot;
    this.nextUpdate = firstUpdate;
  }

  Bot bot() {
    return bot;
  }

  ObjectNode named() {
    return Json.object()
        .put("id", bot.id())
        .put("is_bot", true)
        .put("first_name", bot.name())
        .put("username", bot.username());
  }

  // ---- updates

  void deliver(String kind, ObjectNode what) {
    if (allowed.isEmpty() || allowed.contains(kind)) {
      ObjectNode update = Json.object().put("update_id", nextUpdate++);
      update.set(kind, what);
      updates.add(update);
    }
  }

  /** An update of any shape, which gets an id. */
  void deliver(ObjectNode raw) {
    ObjectNode update = Json.object().put("update_id", nextUpdate++);
    raw.properties().forEach(member -> {
      if (!member.getKey().equals("update_id")) {
        update.set(member.getKey(), member.getValue());
      }
    });
    updates.add(update);
  }

  boolean waiting() {
    return !updates.isEmpty();
  }

  int pending() {
    return updates.size();
  }

  List<ObjectNode> first(int limit) {
    return updates.stream().limit(limit).map(ObjectNode::deepCopy).toList();
  }

  /** A negative offset counts from the end. */
  void confirm(long offset) {
    if (offset < 0) {
      while (updates.size() > -offset) {
        updates.remove();
      }
    } else {
      updates.removeIf(update -> update.path("update_id").asLong() < offset);
    }
  }

  void forgetUpdates() {
    updates.clear();
  }

  void allow(Set<String> kinds) {
    allowed = Set.copyOf(new HashSet<>(kinds));
  }

  Set<String> allowed() {
    return allowed;
  }

  /** Another one asks for updates; it is the only one from now on. */
  long beginPoll() {
    return ++poll;
  }

  boolean polls(long which) {
    return poll == which;
  }

  Optional<Hook> hook() {
    return hook;
  }

  void hook(Optional<Hook> where) {
    hook = where;
  }

  // ---- chats

  Chat chat(Person person) {
    return chats.computeIfAbsent(person.id(), id -> new Chat(person)).with(person);
  }

  Optional<Chat> chat(long person) {
    return Optional.ofNullable(chats.get(person));
  }

  void press(String id) {
    presses.put(id, Optional.empty());
  }

  /** Whether there was one to answer. */
  boolean answer(String press, JsonNode answer) {
    return presses.replace(press, Optional.of(answer)) != null;
  }

  Optional<JsonNode> answered(String press) {
    return presses.getOrDefault(press, Optional.empty());
  }

  // ---- commands

  void commands(String language, JsonNode list) {
    commands.put(language, list);
  }

  JsonNode commands(String language) {
    JsonNode usual = commands.getOrDefault("", Json.array());
    JsonNode meant = commands.getOrDefault(language, usual);
    return meant.isEmpty() ? usual : meant;
  }

  ArrayNode exactCommands(String language) {
    return Json.array().addAll((ArrayNode) commands.getOrDefault(language, Json.array()));
  }

  // ---- what is to go wrong

  void called(String method) {
    calls.merge(method, 1, Integer::sum);
  }

  int calls(String method) {
    return calls.getOrDefault(method, 0);
  }

  void fail(Failure failure) {
    failures.add(failure);
  }

  List<Failure> failures() {
    return List.copyOf(failures);
  }

  void mend() {
    failures.clear();
  }

  /** What goes wrong with this call, if anything does; duplicates are no matter of a call. */
  Optional<Failure> failing(String method) {
    return take(method, false);
  }

  boolean duplicating(String method) {
    return take(method, true).isPresent();
  }

  private Optional<Failure> take(String method, boolean duplicates) {
    for (Iterator<Failure> each = failures.iterator(); each.hasNext(); ) {
      Failure failure = each.next();
      if (failure.concerns(method) && (failure.fault() == Fault.DUPLICATES) == duplicates) {
        each.remove();
        if (failure.calls() > 1) {
          failures.add(0, failure.times(failure.calls() - 1));
        }
        return Optional.of(failure);
      }
    }
    return Optional.empty();
  }
}
