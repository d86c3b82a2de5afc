package dev.gatehouse.telegram;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A JSON object, read strictly: no member twice, nothing after the end, and no deeper than Telegram's are. A member of another type than asked for is
 * absent; whoever needs it says so.
 */
final class Json {
  /** An update holds messages within messages; a person has no depth at all. */
  private static final int DEPTH = 32;

  private static final int DIGITS = 64;

  private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder()
              .maxNestingDepth(DEPTH)
              .maxNumberLength(DIGITS)
              .build())
          .build())
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build()
      .readerFor(JsonNode.class);

  private final JsonNode node;

  private Json(JsonNode node) {
    this.node = node;
  }

  /** Whoever calls has bounded its length. */
  static Json parse(String text) {
    try {
      JsonNode read = READER.readTree(text);
      if (read.isObject()) {
        return new Json(read);
      }
    } catch (JsonProcessingException notStrictJson) {
      // refused like whatever is no object
    }
    throw Flawed.malformed();
  }

  boolean has(String name) {
    return node.has(name);
  }

  Optional<String> text(String name) {
    return Optional.of(node.path(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
  }

  /** A positive number of 64 bits, also one that is written as text. */
  OptionalLong positive(String name) {
    return positive(node.path(name));
  }

  /** The same, or an array of nothing but it. */
  OptionalLong onlyPositive(String name) {
    JsonNode value = node.path(name);
    return positive(value.isArray() && value.size() == 1 ? value.path(0) : value);
  }

  /** A number of 64 bits; of groups it is negative. */
  OptionalLong number(String name) {
    return number(node.path(name));
  }

  private static OptionalLong positive(JsonNode value) {
    return Numbers.positive(value.isTextual() || value.isIntegralNumber() ? value.asText() : "");
  }

  private static OptionalLong number(JsonNode value) {
    return value.isIntegralNumber() && value.canConvertToLong()
        ? OptionalLong.of(value.longValue())
        : OptionalLong.empty();
  }

  /** Whether it is there and says anything but no: Telegram has written truth as text. */
  boolean said(String name) {
    JsonNode value = node.path(name);
    return !value.isMissingNode()
        && !value.isNull()
        && !(value.isBoolean() && !value.booleanValue())
        && !value.asText().equals("false");
  }

  boolean isTrue(String name) {
    return node.path(name).isBoolean() && node.path(name).booleanValue();
  }

  Optional<Json> object(String name) {
    return Optional.of(node.path(name)).filter(JsonNode::isObject).map(Json::new);
  }

  /** The texts that an array holds. */
  Stream<String> texts(String name) {
    JsonNode array = node.path(name);
    return array.isArray()
        ? array.valueStream().filter(JsonNode::isTextual).map(JsonNode::asText)
        : Stream.empty();
  }

  /** What an array holds; empty where it is something else. */
  Stream<Json> elements(String name) {
    JsonNode array = node.path(name);
    return array.isArray() ? array.valueStream().map(Json::new) : Stream.empty();
  }
}
