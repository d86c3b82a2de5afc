package dev.gatehouse.telegram.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;

/** What a bot says: a text, what holds of its parts, and buttons below. */
record Words(String text, ArrayNode entities, Optional<JsonNode> markup) {
  static Words of(Parameters given) {
    String source = given.text("text").orElse("");
    String mode = given.text("parse_mode").orElse("").toLowerCase(Locale.ROOT);
    String text = source;
    ArrayNode entities = Json.array();
    if (mode.equals("html")) {
      Formatting formatting = Formatting.html(source);
      text = formatting.text();
      entities = formatting.entities();
    } else if (!mode.isEmpty()) {
      throw new Refusal(
          400, "Bad Request: unsupported parse_mode (the stand-in understands HTML alone)");
    } else if (given.list("entities") instanceof ArrayNode own) {
      entities = own;
    }
    if (text.isBlank()) {
      throw new Refusal(400, "Bad Request: message text is empty");
    }
    if (text.length() > BotApi.MOST_TEXT) {
      throw new Refusal(400, "Bad Request: message is too long");
    }
    return new Words(text, entities, markup(given));
  }

  static Optional<JsonNode> markup(Parameters given) {
    JsonNode markup = given.structure("reply_markup");
    return markup.isMissingNode() || markup.isNull() ? Optional.empty() : Markup.checked(markup);
  }

  void dress(ObjectNode message) {
    if (!entities.isEmpty()) {
      message.set("entities", entities);
    }
    markup.ifPresent(rows -> message.set("reply_markup", rows));
  }
}
