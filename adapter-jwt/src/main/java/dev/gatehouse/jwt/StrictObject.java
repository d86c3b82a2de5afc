package dev.gatehouse.jwt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A JSON object read as RFC 7515, 4 and RFC 7519, 4 allow at their strictest: UTF-8, no member
 * twice, nothing after the end. java-jwt's decoder takes the last of two equal members and makes
 * numbers of fractions, so it is not asked. Every getter demands its member, and refuses the token
 * when the member is missing or of another type.
 */
final class StrictObject {
  /** 9999-12-31T23:59:59Z: later is a mistake, and arithmetic on it could overflow. */
  private static final long LATEST = 253_402_300_799L;

  private static final ObjectReader JSON = JsonMapper.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build()
      .readerFor(JsonNode.class);

  private final JsonNode node;

  private StrictObject(JsonNode node) {
    if (!node.isObject()) {
      throw TokenDefect.refused();
    }
    this.node = node;
  }

  static StrictObject parse(byte[] utf8) {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return new StrictObject(JSON.readTree(text));
    } catch (CharacterCodingException | JsonProcessingException notStrictJson) {
      throw TokenDefect.refused();
    }
  }

  boolean has(String name) {
    return node.has(name);
  }

  int size() {
    return node.size();
  }

  /** A string that is not empty. */
  String text(String name) {
    return textOf(node.path(name));
  }

  /** A UUID in its canonical spelling (RFC 9562, 4), lower case. */
  UUID uuid(String name) {
    String text = text(name);
    try {
      UUID uuid = UUID.fromString(text);
      if (uuid.toString().equals(text)) {
        return uuid;
      }
    } catch (IllegalArgumentException notHex) {
      // refused like every other spelling
    }
    throw TokenDefect.refused();
  }

  /** A NumericDate (RFC 7519, 2) in whole seconds: we issue no fractions. */
  Instant seconds(String name) {
    JsonNode value = node.path(name);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.asLong() < 0
        || value.asLong() > LATEST) {
      throw TokenDefect.refused();
    }
    return Instant.ofEpochSecond(value.asLong());
  }

  /** An array of strings; it may be empty. */
  List<String> texts(String name) {
    JsonNode array = node.path(name);
    if (!array.isArray()) {
      throw TokenDefect.refused();
    }
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(textOf(element)));
    return List.copyOf(texts);
  }

  /** One string, or an array of strings (RFC 7519, 4.1.3). */
  List<String> textOrTexts(String name) {
    return node.path(name).isTextual() ? List.of(text(name)) : texts(name);
  }

  /** An array of objects; it may be empty. */
  List<StrictObject> objects(String name) {
    JsonNode array = node.path(name);
    if (!array.isArray()) {
      throw TokenDefect.refused();
    }
    List<StrictObject> objects = new ArrayList<>();
    array.forEach(element -> objects.add(new StrictObject(element)));
    return List.copyOf(objects);
  }

  StrictObject object(String name) {
    return new StrictObject(node.path(name));
  }

  private static String textOf(JsonNode value) {
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw TokenDefect.refused();
    }
    return value.asText();
  }
}
