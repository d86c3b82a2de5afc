package dev.gatehouse.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a route's body holds. Names that are not here are passed over: a client may be newer than the server.
 *
 * @param mediaType JSON, or {@link #FORM}
 */
record Fields(List<Field> all, String mediaType) {
  static final String FORM = "application/x-www-form-urlencoded";
  static final Fields NONE = of();

  static Fields of(Field... some) {
    return new Fields(List.of(some), Answer.JSON);
  }

  /** Of a form, where the standard that the route is after has one. */
  static Fields form(Field... some) {
    return new Fields(List.of(some), FORM);
  }

  boolean form() {
    return mediaType.equals(FORM);
  }

  boolean none() {
    return all.isEmpty();
  }

  boolean needed() {
    return all.stream().anyMatch(Field::required);
  }

  /** @throws Rejection 422, with everything that is wrong */
  Input read(ObjectNode body) {
    List<Problem.Flaw> flaws = new ArrayList<>();
    Map<String, JsonNode> values = new HashMap<>();
    for (Field field : all) {
      boolean byName = body.has(field.name());
      boolean byOther = field.also().isPresent() && body.has(field.also().get());
      if (byName && byOther) {
        flaws.add(new Problem.Flaw(
            "/" + field.also().get(),
            "the same by two names",
            "one of " + String.join(", ", field.names())));
      }
      if (byName || byOther) {
        String name = byName ? field.name() : field.also().get();
        field.flaw(name, body.path(name)).ifPresent(flaws::add);
        values.put(field.name(), body.path(name));
      } else if (field.required()) {
        flaws.add(new Problem.Flaw("/" + field.name(), "nothing", field.accepted()));
      }
    }
    if (!flaws.isEmpty()) {
      throw Input.rejected(flaws);
    }
    return new Input(values);
  }
}
