package dev.gatehouse.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.Chance;
import dev.gatehouse.domain.Given;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import java.text.Normalizer;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileTest {
  private static final String SMILE = "\ud83d\ude00";

  private static Optional<String> name(String typed) {
    return new Profile(Optional.of(typed), Locale.ENGLISH, ZoneOffset.UTC).displayName();
  }

  private static void refused(String field, String text, String accepted, ThrowingCallable call) {
    assertThatThrownBy(call)
        .as(text)
        .isInstanceOfSatisfying(
            Refused.class,
            r -> assertThat(r.refusal())
                .isEqualTo(new Refusal.ValueRejected(
                    field, "text of " + text.length() + " characters", accepted)));
  }

  private static void refusedName(String typed) {
    refused(
        "display_name",
        Normalizer.normalize(typed.strip(), Normalizer.Form.NFC),
        "1 to 100 characters, none of them a control character",
        () -> name(typed));
  }

  @Test
  void an_empty_profile_is_english_in_universal_time() {
    assertThat(Profile.EMPTY).isEqualTo(new Profile(Optional.empty(), Locale.ENGLISH, Profile.UTC));
  }

  @Test
  void a_display_name_is_kept_composed_and_without_white_space_around_it() {
    assertThat(name("  Ju\u0308rgen  M\u00fcller\t")).contains("J\u00fcrgen  M\u00fcller");
    assertThat(name("\u5c0f\u660e " + SMILE)).contains("\u5c0f\u660e " + SMILE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n", "\u2003\u3000"})
  void a_blank_display_name_is_none(String typed) {
    assertThat(name(typed)).isEmpty();
  }

  @Test
  void a_display_name_has_at_most_100_code_points() {
    assertThat(name("x".repeat(100))).isPresent();
    assertThat(name(SMILE.repeat(100))).isPresent();
    assertThat(name("u\u0308".repeat(100))).isPresent();
    refusedName("x".repeat(101));
    refusedName(SMILE.repeat(101));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\u0000b", "a\nb", "a\u001bb", "a\u007fb", "a\u0085b", "a\u009bb", "\u0000"})
  @DisplayName("[L38] a display name has no control character")
  void a_display_name_has_no_control_character(String typed) {
    refusedName(typed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\ud83d", "\ude00b", "\ude00\ud83d"})
  @DisplayName("[L38] a display name has no half character")
  void a_display_name_has_no_half_character(String typed) {
    refusedName(typed);
  }

  @ParameterizedTest
  @CsvSource({
    "en, en",
    "EN-us, en-US",
    "zh-hant, zh-Hant",
    "zh-Hant-TW, zh-Hant-TW",
    "i-klingon, tlh",
    "de-DE-u-co-phonebk, de-DE-u-co-phonebk",
    "fil, fil",
    "es-419, es-419",
  })
  void a_locale_is_a_language_tag(String tag, String canonical) {
    assertThat(Profile.locale(tag).toLanguageTag()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "e",
        "en_US",
        "und",
        "x-private",
        "en-",
        "-en",
        "en--US",
        "en us",
        "\u00e9n",
        "und-Latn",
        "en-US-\u0000",
        "*"
      })
  void what_names_no_language_is_refused(String tag) {
    refused(
        "locale", tag, "a BCP 47 language tag such as en or zh-Hant", () -> Profile.locale(tag));
  }

  @Test
  void a_language_tag_has_at_most_35_characters() {
    String longest = "de-DE-x-" + "a".repeat(8) + "-" + "b".repeat(8) + "-" + "c".repeat(8) + "-d";
    assertThat(longest.length()).isEqualTo(36);
    refused(
        "locale",
        longest,
        "a BCP 47 language tag such as en or zh-Hant",
        () -> Profile.locale(longest));
    String fits = longest.substring(0, 34);
    assertThat(Profile.locale(fits).toLanguageTag()).isEqualTo(fits);
    String just = "deu-DE-x-" + longest.substring(8, 34);
    assertThat(just).hasSize(35);
    assertThat(Profile.locale(just).getLanguage()).isEqualTo("deu");
  }

  @Test
  void a_locale_is_read_alike_in_turkey() {
    Given.inTurkey(() -> assertThat(Profile.locale("ID-id").toLanguageTag()).isEqualTo("id-ID"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires"})
  void a_time_zone_is_one_of_the_iana_list(String id) {
    assertThat(Profile.timezone(id)).isEqualTo(ZoneId.of(id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Europe/Atlantis",
        "europe/berlin",
        "+99:00",
        "+03:00",
        "Z",
        "../../etc/passwd",
        "Mars\u0000"
      })
  void what_is_no_time_zone_is_refused(String id) {
    refused("timezone", id, "an IANA time zone such as Europe/Berlin", () -> Profile.timezone(id));
  }

  @Test
  @DisplayName("[L38] any text is taken or refused, and never an error")
  void any_text_is_taken_or_refused() {
    Chance.histories(1000, chance -> {
      String text = chance.weird(12);
      try {
        name(text).ifPresent(kept -> {
          assertThat(name(kept)).contains(kept);
          assertThat(kept.codePoints())
              .noneMatch(
                  c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)
              .hasSizeBetween(1, 100);
        });
      } catch (Refused e) {
        assertThat(e.refusal()).isInstanceOf(Refusal.ValueRejected.class);
      }
      try {
        Locale locale = Profile.locale(chance.oneIn(2) ? text : "en-" + text);
        assertThat(Locale.forLanguageTag(locale.toLanguageTag())).isEqualTo(locale);
      } catch (Refused e) {
        assertThat(e.refusal()).isInstanceOf(Refusal.ValueRejected.class);
      }
      try {
        Profile.timezone(chance.oneIn(2) ? text : "UTC+" + text);
      } catch (Refused e) {
        assertThat(e.refusal()).isInstanceOf(Refusal.ValueRejected.class);
      }
    });
  }
}
