package dev.gatehouse.domain.account;

import dev.gatehouse.domain.refusal.Refusal;
import java.text.Normalizer;
import java.time.ZoneId;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Optional;

/** What an account shows of its owner. A display name is 1 to 100 code points without control characters and halves of characters. */
public record Profile(Optional<String> displayName, Locale locale, ZoneId timezone) {
  /** As IANA writes it. */
  public static final ZoneId UTC = ZoneId.of("UTC");

  public static final Profile EMPTY = new Profile(Optional.empty(), Locale.ENGLISH, UTC);
  private static final int MAX_NAME = 100;

  public Profile {
    displayName = displayName
        .map(n -> Normalizer.normalize(n.strip(), Normalizer.Form.NFC))
        .filter(n -> !n.isEmpty());
    displayName.ifPresent(n -> {
      if (n.codePointCount(0, n.length()) > MAX_NAME
          || n.codePoints().anyMatch(Profile::unprintable)) {
        throw new Refusal.ValueRejected(
                "display_name",
                "text of " + n.length() + " characters",
                "1 to " + MAX_NAME + " characters, none of them a control character")
            .thrown();
      }
    });
  }

  private static boolean unprintable(int point) {
    return Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE;
  }

  /** Reads a BCP 47 language tag, such as {@code en} or {@code zh-Hant}. */
  public static Locale locale(String tag) {
    try {
      Locale locale = new Locale.Builder().setLanguageTag(tag).build();
      if (tag.length() <= 35 && !locale.getLanguage().isEmpty()) {
        return locale;
      }
    } catch (IllformedLocaleException e) {
      // refused below, with every other tag that names no language
    }
    throw new Refusal.ValueRejected(
            "locale",
            "text of " + tag.length() + " characters",
            "a BCP 47 language tag such as en or zh-Hant")
        .thrown();
  }

  /** Reads an IANA time zone, such as {@code Europe/Berlin}. */
  public static ZoneId timezone(String id) {
    if (ZoneId.getAvailableZoneIds().contains(id)) {
      return ZoneId.of(id);
    }
    throw new Refusal.ValueRejected(
            "timezone",
            "text of " + id.length() + " characters",
            "an IANA time zone such as Europe/Berlin")
        .thrown();
  }

  @Override
  public String toString() {
    return "Profile[" + locale.toLanguageTag() + ", " + timezone + "]";
  }
}
