package dev.gatehouse.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who reads what. */
class NearnessTest {
  private final IcuMessages messages = IcuMessages.open();

  @ParameterizedTest
  @CsvSource({
    "en, en",
    "en-GB, en",
    "en-Latn-US, en",
    "ru, ru",
    "ru-UA, ru",
    "de-AT, de",
    "fa-AF, fa",
    "zh, zh-CN",
    "zh-CN, zh-CN",
    "zh-Hans, zh-CN",
    "zh-Hans-SG, zh-CN",
    "zh-SG, zh-CN",
    "zh-Hans-TW, zh-CN",
    "zh-TW, en",
    "zh-HK, en",
    "zh-Hant, en",
    "zh-Hant-CN, en",
    "ru-Latn, en",
    "fr, en",
    "und, en",
    "x-private, en",
    "i-klingon, en",
    "qaa-Qaaa-QM, en",
    "de-DE-1996-u-co-phonebk-x-a-b, de",
    "en-US-u-nu-arab, en"
  })
  void a_reader_gets_the_nearest_language_in_a_script_that_he_reads(String wanted, String got) {
    assertThat(messages.language(Locale.forLanguageTag(wanted)).toLanguageTag()).isEqualTo(got);
  }

  @Test
  @SuppressWarnings("deprecation") // what forLanguageTag would never give
  void a_locale_that_is_none_gets_english() {
    for (Locale odd : new Locale[] {
      Locale.ROOT,
      new Locale("../../secrets"),
      new Locale("", "", "WIN"),
      new Locale("no", "NO", "NY"),
      new Locale("e n", "%2e", "\u0000"),
      new Locale("th", "TH", "TH")
    }) {
      assertThat(messages.language(odd)).as("%s", odd).isEqualTo(Locale.ENGLISH);
    }
  }

  @Test
  void the_direction_is_that_of_the_language_that_is_read() {
    assertThat(messages.rightToLeft(Locale.forLanguageTag("fa"))).isTrue();
    assertThat(messages.rightToLeft(Locale.forLanguageTag("fa-AF"))).isTrue();
    // nobody wrote it yet, so who reads it reads English
    assertThat(messages.rightToLeft(Locale.forLanguageTag("he"))).isFalse();
    assertThat(messages.rightToLeft(Locale.forLanguageTag("zh-CN"))).isFalse();
    assertThat(messages.rightToLeft(Locale.ENGLISH)).isFalse();
  }

  @Test
  void a_text_is_had_by_its_key_with_what_stands_in_it() {
    assertThat(messages.text(Locale.GERMANY, "life.hours", Map.of("hours", 24)))
        .isEqualTo("Gültig für 24 Stunden.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> messages.text(Locale.GERMANY, "no.such", Map.of()))
        .withMessageContaining("no.such");
  }
}
