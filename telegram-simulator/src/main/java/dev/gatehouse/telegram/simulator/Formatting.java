package dev.gatehouse.telegram.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** <a href="https://core.telegram.org/bots/api#html-style">HTML</a> of a message, as a text and what holds of which part of it; counted in UTF-16. */
final class Formatting {
  private static final Pattern PART = Pattern.compile(
      "<(/?)([a-z-]+)((?:\\s+[a-z-]+(?:=\"[^\"]*\")?)*)\\s*>|&(#x?[0-9a-fA-F]+|[a-z]+);|<");
  private static final Pattern HREF = Pattern.compile("href=\"([^\"]*)\"");
  private static final Map<String, String> KINDS = Map.ofEntries(
      Map.entry("b", "bold"),
      Map.entry("strong", "bold"),
      Map.entry("i", "italic"),
      Map.entry("em", "italic"),
      Map.entry("u", "underline"),
      Map.entry("ins", "underline"),
      Map.entry("s", "strikethrough"),
      Map.entry("strike", "strikethrough"),
      Map.entry("del", "strikethrough"),
      Map.entry("tg-spoiler", "spoiler"),
      Map.entry("code", "code"),
      Map.entry("pre", "pre"),
      Map.entry("blockquote", "blockquote"),
      Map.entry("a", "text_link"));
  private static final Map<String, String> NAMED =
      Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"");

  private final StringBuilder text = new StringBuilder();
  private final ArrayNode entities = Json.array();
  private final Deque<Open> open = new ArrayDeque<>();

  private record Open(String tag, ObjectNode entity) {}

  private Formatting() {}

  static Formatting html(String source) {
    Formatting formatting = new Formatting();
    Matcher part = PART.matcher(source);
    int from = 0;
    while (part.find()) {
      formatting.text.append(source, from, part.start());
      formatting.take(part);
      from = part.end();
    }
    formatting.text.append(source, from, source.length());
    if (!formatting.open.isEmpty()) {
      throw wrong("Can't find end tag corresponding to start tag \""
          + formatting.open.peek().tag() + "\"");
    }
    return formatting;
  }

  private void take(Matcher part) {
    if (part.group(4) != null) {
      text.append(character(part.group(4)));
    } else if (part.group(2) == null || !KINDS.containsKey(part.group(2))) {
      throw wrong("Unsupported start tag at byte offset " + part.start());
    } else if (part.group(1).isEmpty()) {
      start(part.group(2), part.group(3));
    } else {
      end(part.group(2));
    }
  }

  private void start(String tag, String attributes) {
    ObjectNode entity =
        Json.object().put("type", KINDS.get(tag)).put("offset", text.length()).put("length", 0);
    Matcher href = HREF.matcher(attributes);
    if (tag.equals("a")) {
      entity.put("url", href.find() ? html(href.group(1)).text() : "");
    }
    entities.add(entity);
    open.push(new Open(tag, entity));
  }

  private void end(String tag) {
    if (open.isEmpty() || !open.peek().tag().equals(tag)) {
      throw wrong("Unmatched end tag, expected \"</"
          + (open.isEmpty() ? "" : open.peek().tag()) + ">\", found \"</" + tag + ">\"");
    }
    ObjectNode entity = open.pop().entity();
    entity.put("length", text.length() - entity.path("offset").asInt());
  }

  private static String character(String name) {
    if (!name.startsWith("#")) {
      return NAMED.getOrDefault(name, "&" + name + ";");
    }
    boolean hex = name.startsWith("#x");
    try {
      return Character.toString(Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10));
    } catch (IllegalArgumentException e) {
      return "&" + name + ";";
    }
  }

  private static Refusal wrong(String words) {
    return new Refusal(400, "Bad Request: can't parse entities: " + words);
  }

  String text() {
    return text.toString();
  }

  ArrayNode entities() {
    return entities;
  }
}
