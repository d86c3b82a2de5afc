package dev.gatehouse.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordFlaw;
import dev.gatehouse.domain.credential.PasswordPolicy;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.port.CommonPasswords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import me.gosimple.nbvcxz.resources.Dictionary;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NbvcxzCommonPasswordsTest {
  private static final CommonPasswords COMMON = Passwords.common();

  @ParameterizedTest
  @DisplayName("[L36] a common word with digits and signs behind it is refused")
  @ValueSource(
      strings = {
        "Password123!",
        "Qwerty123456!",
        "PASSWORD2024!!",
        "p@ssw0rd12345",
        "abc123456789",
        "1q2w3e4r5t6y",
        "Welcome!!!!!!2026",
        "iloveyou1234",
        "correct horse battery staple"
      })
  void a_common_word_with_digits_and_signs_behind_it_is_refused(String password) {
    assertThat(flaws(password)).contains(PasswordFlaw.COMMON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse battery stapler",
        "Tr0ub4dor&3-elephant",
        "жёлтый подводный дом",
        "kx7-pq2-vm9-zt4"
      })
  void a_password_that_nobody_tries_first_is_taken(String password) {
    assertThatCode(() -> judge(password)).doesNotThrowAnyException();
  }

  @Test
  @DisplayName(
      "[L36] every word of the list that holds a letter is refused when digits lengthen it to what the length rule lets through")
  void every_word_with_a_letter_is_refused_when_lengthened() throws IOException {
    List<String> words = list().stream()
        .filter(word -> word.chars().anyMatch(Character::isLetter))
        .toList();
    assertThat(words).hasSizeGreaterThan(60_000);

    assertThat(
            words.stream().filter(word -> !flaws(lengthened(word)).contains(PasswordFlaw.COMMON)))
        .isEmpty();
  }

  @Test
  @DisplayName(
      "[L36] every word of the list that is long enough by itself is refused, whatever its case")
  void every_long_word_is_refused() throws IOException {
    List<String> words = list().stream().filter(word -> word.length() >= 12).toList();
    assertThat(words).hasSizeGreaterThan(400);

    assertThat(words.stream()
            .filter(word -> !flaws(word.toUpperCase(Locale.ROOT)).contains(PasswordFlaw.COMMON)))
        .isEmpty();
  }

  @Test
  void a_word_is_found_whole_and_without_what_the_policy_cuts_off_and_nothing_else_is() {
    assertThat(COMMON.contains("password")).isTrue();
    assertThat(COMMON.contains("123456")).isTrue();
    assertThat(COMMON.contains("abc")).as("of abc123").isTrue();
    assertThat(COMMON.contains("passwor\u0000")).isFalse();
    assertThat(COMMON.contains("")).isFalse();
    assertThat(COMMON.contains("\uFFFF\uFFFF")).isFalse();
  }

  @Test
  void the_words_are_sorted_once_and_found_at_either_end() {
    SortedWords words = new SortedWords(List.of("m", "a", "z", "aa", "m", "é"));

    assertThat(words.size()).isEqualTo(5);
    assertThat(List.of("a", "aa", "m", "z", "é")).allMatch(words::contains);
    assertThat(List.of("", "A", "ab", "aaa", "b", "zz", "éé")).noneMatch(words::contains);
    assertThat(new SortedWords(List.of()).contains("a")).isFalse();
  }

  private static String lengthened(String word) {
    return word
        + "7".repeat(Math.max(1, 11 - word.length()))
        + (word.length() % 2 == 0 ? "9" : "!");
  }

  private static Set<PasswordFlaw> flaws(String password) {
    try {
      judge(password);
      return Set.of();
    } catch (Refused refused) {
      return ((Refusal.PasswordRejected) refused.refusal()).flaws();
    }
  }

  private static void judge(String password) {
    PasswordPolicy.CUSTOMER.judge(new Password(password), List.of(), COMMON::contains);
  }

  private static List<String> list() throws IOException {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
        Dictionary.class.getResourceAsStream("/dictionaries/passwords.txt"),
        StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    }
  }
}
