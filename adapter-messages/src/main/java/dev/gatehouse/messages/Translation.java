package dev.gatehouse.messages;

import com.ibm.icu.text.DateFormat;
import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.util.TimeZone;
import com.ibm.icu.util.ULocale;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.Map;
import java.util.Optional;

/**
 * The texts of a language.
 *
 * @param otherwise who says what is missing here
 */
record Translation(ULocale language, Map<String, String> texts, Optional<Translation> otherwise) {
  boolean has(String key) {
    return texts.containsKey(key) || otherwise.filter(other -> other.has(key)).isPresent();
  }

  String text(String key, Map<String, ?> arguments) {
    Optional<String> message = Optional.ofNullable(texts.get(key));
    if (message.isPresent()) {
      return new MessageFormat(message.get(), language).format(arguments);
    }
    return otherwise
        .orElseThrow(() -> new IllegalArgumentException("there is no text '" + key + "'"))
        .text(key, arguments);
  }

  String text(String key) {
    return text(key, Map.of());
  }

  /** A moment to the minute, as this language writes it, with the name of the zone. */
  String moment(Instant at, ZoneId zone) {
    DateFormat format = DateFormat.getInstanceForSkeleton("yMMMMdjmz", language);
    format.setTimeZone(TimeZone.getTimeZone(zone.getId()));
    return format.format(Date.from(at));
  }

  boolean rightToLeft() {
    return language.isRightToLeft();
  }
}
