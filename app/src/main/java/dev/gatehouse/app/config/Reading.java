package dev.gatehouse.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads values, and goes on after a mistake: all of them are told at once. */
final class Reading {
  private final Given given;
  private final List<Mistake> mistakes;

  Reading(Given given) {
    this.given = given;
    this.mistakes = new ArrayList<>(given.mistakes());
  }

  /**
   * The value of a key, or its default.
   *
   * @param parse throws {@link IllegalArgumentException} saying what it was given
   * @return empty where nothing is given, and where what is given is a mistake
   */
  <T> Optional<T> read(Key key, Function<String, T> parse) {
    return given
        .value(key)
        .flatMap(value -> parsed(key, value, parse))
        .or(() ->
            given.value(key).isPresent() ? Optional.empty() : key.fallback().map(parse));
  }

  /** As {@link #read}; that nothing is given is a mistake too. */
  <T> Optional<T> need(Key key, Function<String, T> parse) {
    if (given.value(key).isEmpty() && key.fallback().isEmpty()) {
      mistakes.add(new Mistake(key.variable(), "is missing", key.accepted()));
    }
    return read(key, parse);
  }

  /** Whether something is. */
  boolean given(Key key) {
    return given.value(key).isPresent();
  }

  /** That something is given is a mistake. */
  void refuse(Key key, String because) {
    given
        .value(key)
        .ifPresent(value -> mistakes.add(new Mistake(
            key.variable() + " (" + value.origin() + ")", "is set", "nothing: " + because)));
  }

  /** How many there are so far. */
  int mistakes() {
    return mistakes.size();
  }

  void mistake(Mistake mistake) {
    mistakes.add(mistake);
  }

  /** What is built of values that are good one by one; that it refuses them is a mistake in its own words, which quote no secret. */
  void judge(Runnable building) {
    try {
      building.run();
    } catch (IllegalArgumentException refused) {
      mistakes.add(new Mistake(
          "the configuration",
          "would not start: " + refused.getMessage(),
          "values that go together"));
    }
  }

  /** Where a key was read, for a mistake about it. */
  String where(Key key) {
    return key.variable() + " (" + given.value(key).map(Given.Value::origin).orElse("default")
        + ")";
  }

  List<Key> unused() {
    return java.util.Arrays.stream(Key.values())
        .filter(key -> key.unused() && given.value(key).isPresent())
        .toList();
  }

  /** @throws Misconfigured if there were any mistakes */
  void finish() {
    if (!mistakes.isEmpty()) {
      throw new Misconfigured(mistakes);
    }
  }

  private <T> Optional<T> parsed(Key key, Given.Value value, Function<String, T> parse) {
    if (value.text().isEmpty()) {
      mistakes.add(new Mistake(where(key), "is empty", key.accepted() + "; or leave it out"));
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(value.text()));
    } catch (IllegalArgumentException wrong) {
      String found = key.secret()
          ? String.valueOf(wrong.getMessage())
          : "is '" + value.text() + "'" + because(wrong);
      mistakes.add(new Mistake(where(key), found, key.accepted()));
      return Optional.empty();
    }
  }

  private static String because(IllegalArgumentException wrong) {
    return wrong instanceof NumberFormatException ? "" : ", " + wrong.getMessage();
  }
}
