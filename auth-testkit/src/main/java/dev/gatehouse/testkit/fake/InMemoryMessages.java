package dev.gatehouse.testkit.fake;

import dev.gatehouse.port.Messages;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Texts for tests: the language, the key and what it was filled with. English, German, Russian and Persian; a key of no word is none. */
public final class InMemoryMessages implements Messages {
  @Override
  public String text(Locale wanted, String key, Map<String, ?> arguments) {
    if (key.isBlank() || key.startsWith("no.such")) {
      throw new IllegalArgumentException("there is no text '" + key + "'");
    }
    return language(wanted).toLanguageTag() + " " + key
        + (arguments.isEmpty() ? "" : " " + new TreeMap<>(arguments));
  }

  @Override
  public List<Locale> languages() {
    return List.of(
        Locale.ENGLISH, Locale.GERMAN, Locale.forLanguageTag("ru"), Locale.forLanguageTag("fa"));
  }

  @Override
  public Locale language(Locale wanted) {
    return switch (wanted.getLanguage()) {
      case "de" -> Locale.GERMAN;
      case "ru", "fa" -> Locale.forLanguageTag(wanted.getLanguage());
      default -> Locale.ENGLISH;
    };
  }

  @Override
  public boolean rightToLeft(Locale wanted) {
    return language(wanted).getLanguage().equals("fa");
  }

  @Override
  public String moment(Locale wanted, Instant at, ZoneId zone) {
    return language(wanted).toLanguageTag() + " " + at.atZone(zone);
  }

  @Override
  public Optional<String> device(String userAgent) {
    return userAgent.contains("Firefox/") ? Optional.of("Firefox") : Optional.empty();
  }
}
