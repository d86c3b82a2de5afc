package dev.gatehouse.domain.credential;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {
  @Test
  void a_password_is_hashed_as_utf_8_composed() {
    assertThat(new Password("u\u0308 \ud83d\ude00").utf8())
        .isEqualTo("\u00fc \ud83d\ude00".getBytes(UTF_8));
    assertThat(new Password("\u00fc").utf8()).isEqualTo(new Password("u\u0308").utf8());
  }

  @Test
  void case_and_white_space_are_the_persons() {
    assertThat(new Password(" A b ").utf8()).isEqualTo(" A b ".getBytes(UTF_8));
  }

  @Test
  void length_is_in_code_points() {
    assertThat(new Password("a\ud83d\ude00b").length()).isEqualTo(3);
    assertThat(new Password("").length()).isZero();
  }

  @Test
  @DisplayName("[L38] of a password that is far too long no more is read than shows that it is")
  void of_a_password_that_is_far_too_long_no_more_is_read_than_shows_that_it_is() {
    assertThat(new Password("x".repeat(1024)).length()).isEqualTo(1024);
    assertThat(new Password("x".repeat(1025)).length()).isEqualTo(1025);
    assertThat(new Password("x".repeat(10_000_000)).length()).isEqualTo(1025);
  }

  @Test
  void a_password_cut_short_equals_no_password_that_any_policy_takes() {
    byte[] cut = new Password("x".repeat(5000)).utf8();
    for (int length : new int[] {64, 128, 256, 1024}) {
      assertThat(cut).isNotEqualTo(new Password("x".repeat(length)).utf8());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "argon2id$v=19", "plain", " $argon2id$"})
  void what_is_no_phc_string_is_no_hash(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PasswordHash(text))
        .withMessageContaining("(" + text.length() + " characters)");
  }

  @Test
  @DisplayName("[L38] a hash has at most 512 characters")
  void a_hash_has_at_most_512_characters() {
    String longest = "$" + "a".repeat(511);
    assertThat(new PasswordHash(longest).phc()).isEqualTo(longest);
    assertThatIllegalArgumentException().isThrownBy(() -> new PasswordHash(longest + "a"));
  }

  @Test
  void hashes_are_equal_by_their_text() {
    PasswordHash hash = new PasswordHash("$argon2id$a");
    assertThat(hash)
        .isEqualTo(new PasswordHash("$argon2id$a"))
        .hasSameHashCodeAs(new PasswordHash("$argon2id$a"))
        .isNotEqualTo(new PasswordHash("$argon2id$b"))
        .doesNotHaveSameHashCodeAs(new PasswordHash("$argon2id$b"))
        .isNotEqualTo("$argon2id$a");
  }
}
