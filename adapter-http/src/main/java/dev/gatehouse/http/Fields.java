package dev.gatehouse.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a route's body holds. Names that are not here are passed over: a client may be newer than the server.
 *
 * @param mediaType JSON, or {@link #FORM}
 * @param others where others have signed all that they gave, and may give more than is known here: what is kept of the rest
 */
record Fields(List<Field> all, String mediaType, Optional<Field> others) {
  static final String FORM = "application/x-www-form-urlencoded";
  static final Fields NONE = of();

  static Fields of(Field... some) {
    return new Fields(List.of(some), Answer.JSON, Optional.empty());
  }

  /** Of a form, where the standard that the route is after has one. */
  static Fields form(Field... some) {
    return new Fields(List.of(some), FORM, Optional.empty());
  }

  /** The same, and whatever else there is, each being like that. */
  Fields and(Field others) {
    return new Fields(all, mediaType, Optional.of(others));
  }

  /** The same, and these. */
  Fields and(Fields more) {
    List<Field> both = new ArrayList<>(all);
    both.addAll(more.all);
    return new Fields(List.copyOf(both), mediaType, others.or(more::others));
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
    Input input = read(body, "", flaws);
    if (!flaws.isEmpty()) {
      throw Input.rejected(flaws);
    }
    return input;
  }

  private Input read(ObjectNode body, String under, List<Problem.Flaw> flaws) {
    Map<String, JsonNode> values = new HashMap<>();
    Map<String, Input> inner = new HashMap<>();
    for (Field field : all) {
      boolean byName = body.has(field.name());
      boolean byOther = field.also().isPresent() && body.has(field.also().get());
      if (byName && byOther) {
        flaws.add(new Problem.Flaw(
            "/" + under + field.also().get(),
            "the same by two names",
            "one of " + String.join(", ", field.names())));
      }
      if (byName || byOther) {
        String name = byName ? field.name() : field.also().get();
        JsonNode value = body.path(name);
        field.flaw(under + name, value).ifPresent(flaws::add);
        values.put(field.name(), value);
        if (value instanceof ObjectNode object && field.kind() == Field.Kind.OBJECT) {
          inner.put(field.name(), field.members().read(object, under + name + "/", flaws));
        }
      } else if (field.required()) {
        flaws.add(new Problem.Flaw("/" + under + field.name(), "nothing", field.accepted()));
      }
    }
    return new Input(values, inner, others(body, under, flaws));
  }

  private Map<String, String> others(ObjectNode body, String under, List<Problem.Flaw> flaws) {
    Map<String, String> rest = new TreeMap<>();
    if (others.isPresent()) {
      Set<String> known = new HashSet<>();
      all.forEach(field -> known.addAll(field.names()));
      body.properties().stream()
          .filter(
              member -> !known.contains(member.getKey()) && !member.getValue().isNull())
          .forEach(member -> {
            others.get().flaw(under + member.getKey(), member.getValue()).ifPresent(flaws::add);
            rest.put(member.getKey(), member.getValue().asText());
          });
    }
    return rest;
  }
}
