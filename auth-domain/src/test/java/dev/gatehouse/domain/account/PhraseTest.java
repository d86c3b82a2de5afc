package dev.gatehouse.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.Chance;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import java.text.Normalizer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhraseTest {
  private static final String SMILE = "\ud83d\ude00";

  private static void taken(String text) {
    assertThat(new Phrase(text).value()).isEqualTo(text);
    assertThat(Phrase.parse(text)).isEqualTo(new Phrase(text));
  }

  private static void refused(String text) {
    refused(text, () -> Phrase.parse(text));
    refused(text, () -> new Phrase(text));
  }

  private static void refused(String text, ThrowingCallable making) {
    assertThatThrownBy(making)
        .as(text)
        .isInstanceOfSatisfying(
            Refused.class,
            r -> assertThat(r.refusal())
                .isEqualTo(new Refusal.ValueRejected(
                    "phrase",
                    "text of " + text.length() + " characters",
                    "4 to 50 characters in one line, without a link or an address")));
  }

  @Test
  void a_phrase_has_4_to_50_characters() {
    refused("");
    refused("abc");
    taken("abcd");
    taken("a".repeat(50));
    refused("a".repeat(51));
  }

  @Test
  void characters_beyond_the_first_plane_count_once() {
    refused(SMILE.repeat(3));
    taken(SMILE.repeat(4));
    taken(SMILE.repeat(50));
    refused(SMILE.repeat(51));
  }

  @ParameterizedTest
  @CsvSource({
    "'  a green door\t', a green door",
    "'\u2003a green door\u2028', a green door",
    "a gru\u0308ne door, a gr\u00fcne door",
    "\u212bngstrom, \u00c5ngstrom",
    "A Green  Door, A Green  Door",
  })
  void a_phrase_has_one_canonical_form(String typed, String canonical) {
    assertThat(Phrase.parse(typed).value()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(strings = {" a green door", "a green door ", "gru\u0308ne door", "\u212bngstrom"})
  void what_is_not_canonical_is_no_value(String text) {
    refused(text, () -> new Phrase(text));
  }

  @Test
  void white_space_around_it_does_not_make_it_long_enough() {
    refused("abc", () -> Phrase.parse("  abc  "));
    assertThat(Phrase.parse("  abcd  ").value()).isEqualTo("abcd");
  }

  @Test
  @DisplayName("[L38] what is far too long is refused before anything is made of it")
  void what_is_far_too_long_is_refused_before_anything_is_made_of_it() {
    assertThat(Phrase.parse(" ".repeat(196) + "door").value()).isEqualTo("door");
    String longer = " ".repeat(197) + "door";
    refused(longer, () -> Phrase.parse(longer));
    refused("x".repeat(1_000_000));
  }

  @Test
  @DisplayName("[L45] a phrase is one line without control characters")
  void a_phrase_is_one_line() {
    for (int c = 0; c <= 0x9f; c++) {
      String text = "green" + (char) c + "door";
      if (Character.isISOControl(c)) {
        refused(text);
      } else if (c != '.' && c != '<' && c != '>' && c != '@') {
        taken(text);
      }
    }
    refused("green\u2028door");
    refused("green\u2029door");
    refused("green\r\nBcc: door");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069})
  @DisplayName("[L45] a phrase does not turn the direction of the words around it")
  void a_phrase_does_not_turn_the_words_around_it(int point) {
    refused("green" + Character.toString(point) + "door");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x2027, 0x202F, 0x2030, 0x2065, 0x206A, 0x05D0, 0x0635})
  void what_stands_beside_those_that_turn_directions_does_not(int point) {
    taken("green" + Character.toString(point) + "door");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gree\ud83dn door", "gree\ude00n door", "green\ude00\ud83ddoor"})
  void half_a_character_is_refused(String text) {
    refused(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mail me@home",
        "a <b door",
        "a b> door",
        "<a href",
        "x://y",
        "https://evil.example",
        "see evil.example",
        "green.door",
        "1.de is it",
        "\u043f\u0440\u0438\u043c\u0435\u0440.\u0440\u0444",
        "b\u00fccher.de",
        "\u0661.de is it"
      })
  @DisplayName("[L45] nothing that a mail program would make a link of is a phrase")
  void what_would_become_a_link_is_refused(String text) {
    refused(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A green door. It is open",
        "version 1.2",
        "e.g. a door",
        "what... door",
        "green: door / key",
        "(.de) door",
        "Mary's door & key",
        "\u7dd1\u306e\u6249\u3067"
      })
  void ordinary_text_is_taken(String text) {
    taken(text);
  }

  @Test
  @DisplayName("[L38] any text is a phrase in canonical form or refused, and never an error")
  void any_text_is_a_phrase_or_refused() {
    int[] good = {0};
    Chance.histories(2000, chance -> {
      String typed = chance.oneIn(2) ? chance.weird(30) : "door" + chance.weird(2) + "key";
      Phrase phrase;
      try {
        phrase = Phrase.parse(typed);
      } catch (Refused e) {
        assertThat(e.refusal()).isInstanceOf(Refusal.ValueRejected.class);
        return;
      }
      good[0]++;
      String value = phrase.value();
      assertThat(Phrase.parse(value)).isEqualTo(phrase);
      assertThat(Normalizer.isNormalized(value, Normalizer.Form.NFC)).isTrue();
      assertThat(value.codePointCount(0, value.length())).isBetween(4, 50);
      assertThat(value.codePoints())
          .noneMatch(c -> Character.isISOControl(c)
              || Character.getType(c) == Character.SURROGATE
              || c == '@'
              || c == '<'
              || c == '>');
    });
    assertThat(good[0]).as("some of it is a phrase").isGreaterThan(50);
  }

  @Test
  @DisplayName("[L40] a phrase is not told")
  void a_phrase_is_not_told() {
    assertThat(new Phrase("a green door")).hasToString("Phrase[\u2026]");
  }
}
