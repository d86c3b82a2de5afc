package dev.gatehouse.telegram.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** What a method is called with: in the address, as a form, or as JSON; in the first two, what is not a text is written as JSON. */
final class Parameters {
  private final ObjectNode given = Json.object();

  private Parameters() {}

  static Parameters of(Request request) {
    Parameters parameters = new Parameters();
    parameters.put(request.query());
    if (request.post() && request.isForm()) {
      parameters.put(request.form());
    } else if (request.post() && request.isJson()) {
      parameters.given.setAll((ObjectNode) request.json());
    }
    return parameters;
  }

  private void put(Map<String, String> fields) {
    fields.forEach(given::put);
  }

  Optional<String> text(String name) {
    JsonNode value = given.path(name);
    return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
  }

  long number(String name, long otherwise) {
    return given.path(name).asLong(otherwise);
  }

  boolean isTrue(String name) {
    return given.path(name).asBoolean();
  }

  /** An object or a list, which may be written as a text. */
  JsonNode structure(String name) {
    JsonNode value = given.path(name);
    try {
      return value.isTextual() ? Json.parse(value.textValue()) : value;
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "Bad Request: can't parse " + name + " JSON object", e);
    }
  }

  JsonNode list(String name) {
    JsonNode value = structure(name);
    return value.isArray() ? value : MissingNode.getInstance();
  }
}
