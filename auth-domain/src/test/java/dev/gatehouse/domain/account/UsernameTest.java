package dev.gatehouse.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.Chance;
import dev.gatehouse.domain.Given;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsernameTest {
  @ParameterizedTest
  @ValueSource(strings = {"abc", "A-Z", "0.9", "_._", "Mary.Smith-1977_x"})
  void a_username_is_kept_as_its_owner_writes_it(String text) {
    assertThat(Username.parse(text).value()).isEqualTo(text);
    assertThat(Username.parse(" \t" + text + " ").value()).isEqualTo(text);
  }

  @Test
  void a_username_has_3_to_50_characters() {
    assertThat(Username.parse("a".repeat(50)).value()).hasSize(50);
    refused("ab");
    refused("a".repeat(51));
    refused("a".repeat(1_000_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "a b",
        "abc@",
        "abc!",
        "abc/",
        "abc\u0000",
        "a\nbc",
        "\u00e4bc",
        "ab\u0441",
        "abc\u0661",
        "abc\ud83d\ude00",
        "abc\u200b",
        "\uff41bc",
        "a\u0131bc"
      })
  void other_characters_are_refused(String text) {
    refused(text);
  }

  private static void refused(String text) {
    assertThatThrownBy(() -> Username.parse(text))
        .isInstanceOfSatisfying(
            Refused.class,
            r -> assertThat(r.refusal())
                .isEqualTo(new Refusal.ValueRejected(
                    "login",
                    "text of " + text.length() + " characters",
                    "3 to 50 of A-Z a-z 0-9 _ . -")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Username(text))
        .withMessageContaining("(" + text.length() + " characters)");
  }

  @Test
  void a_value_with_white_space_around_it_is_none() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Username(" mary"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Username("mary\n"));
  }

  @Test
  void usernames_are_one_without_regard_to_case() {
    Username mary = new Username("Mary");
    assertThat(mary)
        .isEqualTo(new Username("mARY"))
        .hasSameHashCodeAs(new Username("mARY"))
        .isNotEqualTo(new Username("Marya"))
        .doesNotHaveSameHashCodeAs(new Username("Marya"))
        .isNotEqualTo("Mary");
    assertThat(mary.canonical()).isEqualTo("mary");
  }

  @Test
  void capital_i_has_a_dot_in_turkey_too() {
    Given.inTurkey(() -> {
      assertThat(new Username("INFO").canonical()).isEqualTo("info");
      assertThat(new Username("INFO")).isEqualTo(new Username("info"));
    });
  }

  @Test
  void any_text_is_a_username_or_refused() {
    Chance.histories(1000, chance -> {
      String text = chance.weird(6);
      try {
        assertThat(Username.parse(text).value()).matches("[A-Za-z0-9_.-]{3,50}");
      } catch (Refused e) {
        assertThat(text.strip()).doesNotMatch("[A-Za-z0-9_.-]{3,50}");
      }
    });
  }
}
