package dev.gatehouse.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a body strictly (RFC 8259; I-JSON, RFC 7493): one object in UTF-8, at most {@value #DEPTH} deep, no name twice, nothing behind it. Of a number
 * that is not whole only that it is one is kept: none is ever asked for.
 */
final class StrictJson {
  static final int DEPTH = 8;

  private static final JsonFactory FACTORY = JsonFactory.builder()
      // what a virtual thread keeps for itself is gone with it
      .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(DEPTH)
          .maxNameLength(200)
          .maxNumberLength(100)
          .maxStringLength(Arrival.MOST_BYTES)
          .build())
      .build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final List<Problem.Flaw> twice = new ArrayList<>();

  private StrictJson() {}

  /** @throws Rejection 400 when it is no such JSON, 422 when a name comes twice */
  static ObjectNode read(byte[] bytes) {
    StrictJson reading = new StrictJson();
    ObjectNode object = reading.parse(bytes);
    if (!reading.twice.isEmpty()) {
      throw Input.rejected(reading.twice);
    }
    return object;
  }

  private ObjectNode parse(byte[] bytes) {
    try (JsonParser parser = FACTORY.createParser(utf8(bytes))) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Fault.MALFORMED_JSON.thrown();
      }
      ObjectNode object = object(parser);
      if (parser.nextToken() != null) {
        throw Fault.MALFORMED_JSON.thrown();
      }
      return object;
    } catch (IOException e) {
      throw Fault.MALFORMED_JSON.thrown();
    }
  }

  private static String utf8(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private ObjectNode object(JsonParser parser) throws IOException {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (object.has(name)) {
        twice.add(new Problem.Flaw(
            parser.getParsingContext().pathAsPointer().toString(),
            "a name twice",
            "each name once"));
      }
      parser.nextToken();
      object.set(name, value(parser));
    }
    return object;
  }

  private ArrayNode array(JsonParser parser) throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }

  private JsonNode value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
      case VALUE_NULL -> NODES.nullNode();
      case VALUE_NUMBER_INT -> NODES.numberNode(new BigInteger(parser.getText()));
      default -> NODES.numberNode(0.5);
    };
  }
}
