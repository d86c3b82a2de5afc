package dev.gatehouse.messages;

import com.ibm.icu.util.ULocale;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Under which names the language of a reader may be there, the nearest first. Nobody gets a script that he may not read: Hant is no Hans, and
 * {@code zh-Hans}, {@code zh} and {@code zh-SG} are read as {@code zh-CN}.
 */
final class Nearness {
  private Nearness() {}

  static List<String> tags(Locale wanted) {
    // a tag is well formed, whatever the locale was made of
    ULocale plain = ULocale.forLanguageTag(wanted.toLanguageTag());
    ULocale full = ULocale.addLikelySubtags(plain);
    ULocale usual = ULocale.addLikelySubtags(ULocale.forLanguageTag(tag(full, true, false)));
    return Stream.of(
            tag(plain, true, true),
            tag(full, true, true),
            tag(full, false, true),
            tag(full, true, false),
            tag(usual, false, true),
            tag(full, false, false))
        .distinct()
        .filter(tag -> script(tag).equals(full.getScript()))
        .toList();
  }

  private static String script(String tag) {
    return ULocale.addLikelySubtags(ULocale.forLanguageTag(tag)).getScript();
  }

  private static String tag(ULocale locale, boolean script, boolean region) {
    return new ULocale.Builder()
        .setLanguage(locale.getLanguage())
        .setScript(script ? locale.getScript() : "")
        .setRegion(region ? locale.getCountry() : "")
        .build()
        .toLanguageTag();
  }
}
