package dev.gatehouse.messages;

import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.text.MessagePattern;
import com.ibm.icu.text.MessagePattern.Part;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is wrong with the texts of a language, held against the English ones. */
final class Judgement {
  private Judgement() {}

  /** What is wrong with each text that is there. */
  static List<String> of(String tag, Map<String, String> texts, Map<String, String> english) {
    List<String> wrong = new ArrayList<>();
    texts.forEach((key, message) -> of(tag, message, Optional.ofNullable(english.get(key)))
        .ifPresent(why -> wrong.add(tag + TextFile.ENDING + ", " + key + ": " + why)));
    return wrong;
  }

  private static Optional<String> of(String tag, String message, Optional<String> english) {
    if (english.isEmpty()) {
      return Optional.of("there is no such text");
    }
    if (message.isBlank() || message.codePoints().anyMatch(Foreign::unfit)) {
      return Optional.of("it is blank, or has a character that controls");
    }
    Map<String, String> takes;
    try {
      takes = arguments(tag, message);
    } catch (RuntimeException e) {
      return Optional.of("it is no message: " + e.getMessage());
    }
    Map<String, String> given = arguments("en", english.get());
    return takes.equals(given)
        ? Optional.empty()
        : Optional.of("it takes " + takes + "; " + given + " is given");
  }

  /**
   * How each argument is used, by name.
   *
   * @throws RuntimeException when it is no message, or lacks a form that its plurals need
   */
  static Map<String, String> arguments(String tag, String message) {
    MessagePattern pattern =
        new MessagePattern(new MessageFormat(message, ULocale.forLanguageTag(tag)).toPattern());
    Map<String, String> arguments = new TreeMap<>();
    for (int i = 0; i < pattern.countParts(); i++) {
      Part part = pattern.getPart(i);
      if (part.getType() == Part.Type.ARG_START) {
        arguments.put(
            pattern.getSubstring(pattern.getPart(i + 1)), part.getArgType().name());
      }
    }
    return arguments;
  }
}
