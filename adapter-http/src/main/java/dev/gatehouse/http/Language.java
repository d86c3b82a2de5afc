package dev.gatehouse.http;

import dev.gatehouse.domain.account.Profile;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Optional;

/** In which language somebody reads who has no account yet: as the request says, else as the browser is set (RFC 9110, 12.5.4), else English. */
final class Language {
  /** Of a header; a longer one is no browser's. */
  private static final int MOST = 200;

  private Language() {}

  static Locale of(Visit visit) {
    return visit
        .input()
        .text("locale")
        .map(Profile::locale)
        .or(() -> visit.header("Accept-Language").flatMap(Language::preferred))
        .orElse(Locale.ENGLISH);
  }

  /** The first that is wanted at all; empty where that is any language, or none can be read. */
  private static Optional<Locale> preferred(String header) {
    return ranges(header).stream()
        .filter(range -> range.getWeight() > 0)
        .findFirst()
        .map(range -> Locale.forLanguageTag(range.getRange()))
        .filter(
            locale -> !locale.getLanguage().isEmpty() && locale.toLanguageTag().length() <= 35);
  }

  private static List<LanguageRange> ranges(String header) {
    try {
      return header.length() > MOST ? List.of() : LanguageRange.parse(header);
    } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
      return List.of();
    }
  }
}
