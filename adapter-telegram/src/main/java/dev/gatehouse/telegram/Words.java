package dev.gatehouse.telegram;

import dev.gatehouse.port.Messages;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The texts of the bot in the reader's language. What others have written stands apart in its own direction (U+2068 and U+2069). */
record Words(Messages messages) {
  private static final String UNKNOWN_DEVICE = "fact.device_unknown";

  String say(Locale locale, Says what) {
    return say(locale, what, Map.of());
  }

  String say(Locale locale, Says what, Map<String, ?> values) {
    return messages.text(locale, what.key(), values);
  }

  /** Of a user agent only what is known is said: the rest is a stranger's words. */
  String device(Locale locale, String userAgent) {
    Optional<String> known = messages.device(userAgent).map(Words::apart);
    return known.orElseGet(() -> messages.text(locale, UNKNOWN_DEVICE, Map.of()));
  }

  static String apart(String foreign) {
    return "\u2068" + foreign.replaceAll("[\\p{Cc}\u2066-\u2069\u202a-\u202e]", " ") + "\u2069";
  }
}
