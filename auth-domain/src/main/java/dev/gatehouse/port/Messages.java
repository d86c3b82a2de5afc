package dev.gatehouse.port;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What people read, in their language. */
public interface Messages {
  /**
   * The text of a key, in the nearest language there is.
   *
   * @param arguments what stands in braces, by name: text, or a number where the message counts
   * @throws IllegalArgumentException when no language has the key
   */
  String text(Locale wanted, String key, Map<String, ?> arguments);

  /** The languages there are texts in. */
  List<Locale> languages();

  /** The language in which that reader gets texts. */
  Locale language(Locale wanted);

  /** Whether that reader's language is written from right to left. */
  boolean rightToLeft(Locale wanted);

  /** A moment to the minute as that reader writes it, with the name of the zone. */
  String moment(Locale wanted, Instant at, ZoneId zone);

  /** What a user agent tells of a device, in words of ours, such as {@code Firefox, Windows}; empty where it tells nothing that is known. */
  Optional<String> device(String userAgent);
}
