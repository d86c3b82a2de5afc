package dev.gatehouse.telegram;

import dev.gatehouse.telegram.Telegram.Flaw;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What Telegram signs by a line for each field: names and values as they were sent, each name once. Values are never parsed and written anew before the
 * signature is checked.
 */
final class Fields {
  /** The longest that Telegram sends have about 1,500 characters. */
  static final int MAX_LENGTH = 8192;

  private static final int MOST = 64;

  /** No equals sign, so that of one line there is one field. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  private final Map<String, String> values;

  private Fields(Map<String, String> values) {
    this.values = values;
  }

  /** Of a query string: each part decoded once. */
  static Fields ofQuery(String query) {
    if (query.length() > MAX_LENGTH) {
      throw new Flawed(new Flaw.TooLarge());
    }
    Map<String, String> values = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw Flawed.malformed();
      }
      put(
          values,
          PercentEncoding.decode(pair.substring(0, equals)),
          PercentEncoding.decode(pair.substring(equals + 1)));
    }
    return new Fields(values);
  }

  static Fields of(Map<String, String> fields) {
    if (fields.entrySet().stream()
            .mapToLong(
                field -> (long) field.getKey().length() + field.getValue().length())
            .sum()
        > MAX_LENGTH) {
      throw new Flawed(new Flaw.TooLarge());
    }
    Map<String, String> values = new HashMap<>();
    fields.forEach((name, value) -> put(values, name, value));
    return new Fields(values);
  }

  private static void put(Map<String, String> values, String name, String value) {
    if (values.size() == MOST) {
      throw new Flawed(new Flaw.TooLarge());
    }
    boolean oneLine = value.indexOf('\n') < 0 && value.indexOf('\r') < 0;
    if (!oneLine
        || !NAME.matcher(name).matches()
        || !Utf8.isText(value)
        || values.putIfAbsent(name, value) != null) {
      throw Flawed.malformed();
    }
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The sorted lines {@code name=value}, with a line feed between, but for these fields. */
  byte[] linesWithout(Set<String> names) {
    return Utf8.bytes(values.entrySet().stream()
        .filter(field -> !names.contains(field.getKey()))
        .map(field -> field.getKey() + "=" + field.getValue())
        .sorted()
        .collect(Collectors.joining("\n")));
  }
}
