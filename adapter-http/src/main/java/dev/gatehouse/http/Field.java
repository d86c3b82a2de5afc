package dev.gatehouse.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * A member of a request's body: what is taken, and what the document says of it.
 *
 * @param also another name that older clients use
 * @param most the longest text, in characters
 * @param members what an object holds
 */
record Field(
    String name,
    Optional<String> also,
    Kind kind,
    boolean required,
    int most,
    String about,
    Fields members) {
  /** What a member may be. */
  enum Kind {
    TEXT,
    /** A whole number, or text: what others write in either way. */
    NUMBER,
    FLAG,
    OBJECT;

    List<String> json() {
      return switch (this) {
        case TEXT -> List.of("string");
        case NUMBER -> List.of("string", "integer");
        case FLAG -> List.of("boolean");
        case OBJECT -> List.of("object");
      };
    }
  }

  static Field text(String name, int most, String about) {
    return new Field(name, Optional.empty(), Kind.TEXT, false, most, about, Fields.NONE);
  }

  static Field number(String name, int most, String about) {
    return new Field(name, Optional.empty(), Kind.NUMBER, false, most, about, Fields.NONE);
  }

  static Field flag(String name, String about) {
    return new Field(name, Optional.empty(), Kind.FLAG, false, 0, about, Fields.NONE);
  }

  static Field object(String name, Fields members, String about) {
    return new Field(name, Optional.empty(), Kind.OBJECT, false, 0, about, members);
  }

  Field needed() {
    return new Field(name, also, kind, true, most, about, members);
  }

  Field alias(String other) {
    return new Field(name, Optional.of(other), kind, required, most, about, members);
  }

  List<String> names() {
    return also.map(other -> List.of(name, other)).orElseGet(() -> List.of(name));
  }

  String accepted() {
    String length = (required ? "1 to " : "at most ") + most + " characters";
    return switch (kind) {
      case TEXT -> length;
      case NUMBER -> "a whole number, or " + length;
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
      case NUMBER -> (value.isTextual() || value.isIntegralNumber()) && fits(value.asText());
      case FLAG -> value.isBoolean();
      case OBJECT -> value.isObject();
    };
    return fits
        ? Optional.empty()
        : Optional.of(new Problem.Flaw("/" + under, shape(value), accepted()));
  }

  /** The same of a parameter behind the question mark. */
  Optional<Problem.Flaw> flaw(String parameter) {
    return fits(parameter)
        ? Optional.empty()
        : Optional.of(Problem.Flaw.text("?" + name, parameter, accepted()));
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
