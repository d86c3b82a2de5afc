package dev.gatehouse.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.domain.refusal.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The body of a request as its route's {@link Fields} read it. */
final class Input {
  private final Map<String, JsonNode> values;
  private final Map<String, Input> inner;
  private final Map<String, String> others;

  Input(Map<String, JsonNode> values, Map<String, Input> inner, Map<String, String> others) {
    this.values = Map.copyOf(values);
    this.inner = Map.copyOf(inner);
    this.others = Map.copyOf(others);
  }

  /** The problem of values that can not be taken. */
  static Rejection rejected(List<Problem.Flaw> flaws) {
    RefusalTable.Row row = RefusalTable.row(Refusal.ValueRejected.class);
    return new Problem(
            row.status(),
            RefusalTable.code(Refusal.ValueRejected.class),
            row.title(),
            Optional.of(row.when()),
            Problem.Data.flaws(flaws))
        .thrown();
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name))
        .filter(value -> value.isTextual() || value.isIntegralNumber())
        .map(JsonNode::asText);
  }

  /** What an object holds, if it is there. */
  Optional<Input> inside(String name) {
    return Optional.ofNullable(inner.get(name));
  }

  /** What came besides, where that is kept. */
  Map<String, String> others() {
    return others;
  }

  /** Of a field that is required. */
  String needed(String name) {
    return text(name).orElseThrow();
  }

  boolean flag(String name) {
    return Optional.ofNullable(values.get(name)).map(JsonNode::booleanValue).orElse(false);
  }

  /** A flag that was given as true or false; {@code null} is as good as nothing. */
  Optional<Boolean> said(String name) {
    return Optional.ofNullable(values.get(name))
        .filter(JsonNode::isBoolean)
        .map(JsonNode::booleanValue);
  }

  /** Whether it is there, be it as {@code null}. */
  boolean has(String name) {
    return values.containsKey(name);
  }

  @Override
  public String toString() {
    return "Input" + values.keySet();
  }
}
