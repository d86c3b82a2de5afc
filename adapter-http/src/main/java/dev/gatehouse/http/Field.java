package dev.gatehouse.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * A member of a request's body: what is taken, and what the document says of it.
 *
 * @param also another name that older clients use
 * @param most the longest text, in characters
 */
record Field(
    String name, Optional<String> also, Kind kind, boolean required, int most, String about) {
  /** What a member may be. */
  enum Kind {
    TEXT("string"),
    FLAG("boolean"),
    OBJECT("object");

    private final String json;

    Kind(String json) {
      this.json = json;
    }

    String json() {
      return json;
    }
  }

  static Field text(String name, int most, String about) {
    return new Field(name, Optional.empty(), Kind.TEXT, false, most, about);
  }

  static Field flag(String name, String about) {
    return new Field(name, Optional.empty(), Kind.FLAG, false, 0, about);
  }

  static Field object(String name, String about) {
    return new Field(name, Optional.empty(), Kind.OBJECT, false, 0, about);
  }

  Field needed() {
    return new Field(name, also, kind, true, most, about);
  }

  Field alias(String other) {
    return new Field(name, Optional.of(other), kind, required, most, about);
  }

  List<String> names() {
    return also.map(other -> List.of(name, other)).orElseGet(() -> List.of(name));
  }

  String accepted() {
    return switch (kind) {
      case TEXT -> (required ? "1 to " : "at most ") + most + " characters";
      case FLAG -> "true or false";
      case OBJECT -> "an object";
    };
  }

  /** What is wrong with it, if anything; {@code null} is as good as nothing. */
  Optional<Problem.Flaw> flaw(String under, JsonNode value) {
    if (value.isNull() && !required) {
      return Optional.empty();
    }
    boolean fits = switch (kind) {
      case TEXT -> value.isTextual() && fits(value.textValue());
      case FLAG -> value.isBoolean();
      case OBJECT -> value.isObject();
    };
    return fits
        ? Optional.empty()
        : Optional.of(new Problem.Flaw("/" + under, shape(value), accepted()));
  }

  private boolean fits(String text) {
    return text.length() <= most && !(required && text.isEmpty()) && !halfCharacter(text);
  }

  /** Whether there is a surrogate without its other half: no such text can be stored. */
  private static boolean halfCharacter(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return true;
      }
    }
    return false;
  }

  private static String shape(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING ->
        halfCharacter(value.textValue())
            ? "text with half a character in it"
            : Problem.Flaw.shape(value.textValue());
      case BOOLEAN -> "true or false";
      case NUMBER -> "a number";
      case OBJECT -> "an object";
      case ARRAY -> "a list";
      default -> "null";
    };
  }
}
