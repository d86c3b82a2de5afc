package dev.gatehouse.domain.credential;

import static dev.gatehouse.domain.credential.PasswordFlaw.COMMON;
import static dev.gatehouse.domain.credential.PasswordFlaw.CONTAINS_NAME;
import static dev.gatehouse.domain.credential.PasswordFlaw.REPEATED;
import static dev.gatehouse.domain.credential.PasswordFlaw.SEQUENCE;
import static dev.gatehouse.domain.credential.PasswordFlaw.TOO_LONG;
import static dev.gatehouse.domain.credential.PasswordFlaw.TOO_SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.domain.Chance;
import dev.gatehouse.domain.Given;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {
  private static final String SMILE = "\ud83d\ude00";
  private static final Set<String> LIST = Set.of(
      "password",
      "qwerty",
      "letmein",
      "trustno1",
      "1234567890",
      "\u043f\u0430\u0440\u043e\u043b\u044c");

  private static Set<PasswordFlaw> flaws(PasswordPolicy policy, String password, String... names) {
    Throwable refused =
        catchThrowable(() -> policy.judge(new Password(password), List.of(names), LIST::contains));
    if (refused == null) {
      return Set.of();
    }
    Refusal.PasswordRejected refusal = (Refusal.PasswordRejected) ((Refused) refused).refusal();
    assertThat(refusal.minLength()).isEqualTo(policy.minLength());
    assertThat(refusal.maxLength()).isEqualTo(policy.maxLength());
    assertThat(refusal.flaws()).isNotEmpty();
    return refusal.flaws();
  }

  private static Set<PasswordFlaw> flaws(String password, String... names) {
    return flaws(PasswordPolicy.CUSTOMER, password, names);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse battery staple",
        "tr0ub4dor&3xyz",
        "\u043a\u043e\u0440\u043e\u0432\u0430 \u043d\u0430 \u043b\u0443\u043d\u0435",
        "            x",
        "483920174650",
        "aaaaaaaaaaab",
        "zabcdefghijkl"
      })
  void an_uncommon_password_of_any_script_is_taken(String password) {
    assertThat(flaws(password)).isEmpty();
  }

  @Test
  void length_is_12_to_128_for_customers_and_15_for_staff() {
    assertThat(PasswordPolicy.CUSTOMER).isEqualTo(new PasswordPolicy(12, 128));
    assertThat(PasswordPolicy.STAFF).isEqualTo(new PasswordPolicy(15, 128));
    assertThat(flaws("x1y2z3a4b5c")).containsExactly(TOO_SHORT);
    assertThat(flaws("x1y2z3a4b5c6")).isEmpty();
    assertThat(flaws("xy".repeat(64))).isEmpty();
    assertThat(flaws("xy".repeat(64) + "x")).containsExactly(TOO_LONG);
    assertThat(flaws(PasswordPolicy.STAFF, "x1y2z3a4b5c6d7")).containsExactly(TOO_SHORT);
    assertThat(flaws(PasswordPolicy.STAFF, "x1y2z3a4b5c6d7e")).isEmpty();
  }

  @Test
  void length_counts_code_points() {
    assertThat(flaws((SMILE + "\ud83d\ude80").repeat(5) + SMILE)).containsExactly(TOO_SHORT);
    assertThat(flaws((SMILE + "\ud83d\ude80").repeat(6))).isEmpty();
    assertThat(flaws((SMILE + "\ud83d\ude80").repeat(64))).isEmpty();
    assertThat(flaws((SMILE + "\ud83d\ude80").repeat(64) + SMILE)).containsExactly(TOO_LONG);
  }

  @Test
  void length_counts_what_is_left_of_it_composed() {
    assertThat(flaws("u\u0308x".repeat(5))).containsExactly(TOO_SHORT);
    assertThat(flaws("u\u0308x".repeat(6))).isEmpty();
  }

  @Test
  @DisplayName("[L38] a password longer than is read is too long")
  void a_password_longer_than_is_read_is_too_long() {
    assertThat(flaws("xy".repeat(1_000_000))).containsExactly(TOO_LONG);
    assertThat(flaws(new PasswordPolicy(8, 256), "\u1100\u1161\u11a8".repeat(2000)))
        .contains(TOO_LONG);
  }

  @Test
  void one_character_over_and_over_is_refused() {
    assertThat(flaws("aaaaaaaaaaaa")).containsExactly(REPEATED);
    assertThat(flaws("aAaAaAaAaAaA")).containsExactly(REPEATED);
    assertThat(flaws("            ")).containsExactly(REPEATED);
    assertThat(flaws(SMILE.repeat(12))).containsExactly(REPEATED);
    assertThat(flaws("0".repeat(12))).containsExactly(REPEATED);
    assertThat(flaws("aaaaaaaaaaab")).isEmpty();
    assertThat(flaws("baaaaaaaaaaa")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abcdefghijkl", "ABCDEFGHIJKL", "aBcDeFgHiJkL", "lkjihgfedcba", "123456789012",
        "234567890123", "987654321098", "109876543210", "890123456789",
            "\u0430\u0431\u0432\u0433\u0434\u0435\u0436\u0437\u0438\u0439\u043a\u043b",
        "opqrstuvwxyz{"
      })
  void a_plain_run_up_or_down_is_refused_and_digits_go_round(String password) {
    assertThat(flaws(password)).containsExactly(SEQUENCE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abcdefghijkm", "abcdefghijkk", "acegikmoqsuw", "1234567890124", "9876543210987x",
        "abcdeedcbabc", "yzabcdefghijk", "0987612345098", "909090909090", "abcabcabcabc",
        "987654321001"
      })
  void a_run_that_is_broken_or_turns_is_no_plain_run(String password) {
    assertThat(flaws(password)).isEmpty();
  }

  @Test
  void a_single_character_and_nothing_at_all_are_too_short_and_no_run() {
    assertThat(flaws("")).containsExactly(TOO_SHORT);
    assertThat(flaws("a")).containsExactly(TOO_SHORT);
    assertThat(flaws(SMILE)).containsExactly(TOO_SHORT);
    assertThat(flaws("1")).containsExactly(TOO_SHORT);
    assertThat(flaws("aa")).containsExactlyInAnyOrder(TOO_SHORT, REPEATED);
    assertThat(flaws("ab")).containsExactlyInAnyOrder(TOO_SHORT, SEQUENCE);
    assertThat(flaws("90")).containsExactlyInAnyOrder(TOO_SHORT, SEQUENCE);
    assertThat(flaws("09")).containsExactlyInAnyOrder(TOO_SHORT, SEQUENCE);
  }

  @Test
  void a_password_that_holds_a_name_is_refused_in_any_case() {
    assertThat(flaws("my Mary is fine", "mary")).containsExactly(CONTAINS_NAME);
    assertThat(flaws("MARY.SMITH rocks", "mary.smith")).containsExactly(CONTAINS_NAME);
    assertThat(flaws("i like mary much", "MARY")).containsExactly(CONTAINS_NAME);
    assertThat(flaws("i like peter much", "mary", "peter")).containsExactly(CONTAINS_NAME);
    assertThat(flaws("i like pet er much", "mary", "peter")).isEmpty();
    assertThat(flaws("i like j\u00dcrgen much", "j\u00fcrgen")).containsExactly(CONTAINS_NAME);
    assertThat(flaws("i like ju\u0308rgen much", "j\u00fcrgen")).containsExactly(CONTAINS_NAME);
  }

  @Test
  void a_name_of_fewer_than_three_characters_is_in_too_many_honest_passwords() {
    assertThat(flaws("i like al gorithms", "al")).isEmpty();
    assertThat(flaws("i like ali gorithms", "ali")).containsExactly(CONTAINS_NAME);
    assertThat(flaws("i like al gorithms", "")).isEmpty();
  }

  @Test
  void names_are_found_in_turkey_too() {
    Given.inTurkey(() -> {
      assertThat(flaws("i like INFO much", "info")).containsExactly(CONTAINS_NAME);
      assertThat(flaws("i like info much", "INFO")).containsExactly(CONTAINS_NAME);
      assertThat(flaws("LETMEIN12345")).containsExactly(COMMON);
    });
  }

  @ParameterizedTest
  @CsvSource({
    "Password123!",
    "Qwerty123456!",
    "PASSWORD!!!!",
    "password1234567890",
    "LetMeIn-2026-11",
    "qwerty......",
    "'password    '",
    "password\u0661\u0662\u0663\u0664",
    "password\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00",
    "\u041f\u0410\u0420\u041e\u041b\u042c123456",
  })
  @DisplayName("[L36] a common word with digits and signs behind it is common, whatever its case")
  void a_common_word_with_digits_and_signs_behind_it_is_common(String password) {
    assertThat(flaws(password)).containsExactly(COMMON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"trustno1!!!!", "TrustNo1-2026", "trustno12345", "1234567890!!"})
  @DisplayName(
      "[L36] a common word that ends in digits is found under the digits and signs behind it")
  void a_common_word_that_ends_in_digits_is_found_under_what_is_behind_it(String password) {
    assertThat(flaws(password)).containsExactly(COMMON);
  }

  @Test
  @DisplayName("[L36] a whole password on the list is common")
  void a_whole_password_on_the_list_is_common() {
    assertThat(catchThrowable(() -> PasswordPolicy.CUSTOMER.judge(
            new Password("Monkey and 1 banana"), List.of(), "monkey and 1 banana"::equals)))
        .isInstanceOf(Refused.class);
    assertThat(catchThrowable(() -> PasswordPolicy.CUSTOMER.judge(
            new Password("483920174650"), List.of(), "483920174650"::equals)))
        .isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1password234", "passwordx123", "pass word1234", "xqwerty12345", "12345678905!"})
  void a_password_that_only_holds_a_common_word_is_taken(String password) {
    assertThat(flaws(password)).isEmpty();
  }

  @Test
  void a_number_is_not_common_because_it_begins_like_one() {
    assertThat(flaws("123456789053")).isEmpty();
    assertThat(flaws("12345678905-3!")).isEmpty();
  }

  @Test
  void only_the_password_and_what_dropping_leaves_is_looked_up_and_never_nothing() {
    List<String> asked = new ArrayList<>();
    PasswordPolicy.CUSTOMER.judge(new Password("Tr0ub4dor&&" + "x1!"), List.of(), word -> {
      asked.add(word);
      return false;
    });
    assertThat(asked).containsExactly("tr0ub4dor&&x1!", "tr0ub4dor&&x1", "tr0ub4dor&&x");
    asked.clear();
    PasswordPolicy.CUSTOMER.judge(new Password("!?!?!?!?!?!?"), List.of(), word -> {
      asked.add(word);
      return word.isEmpty();
    });
    assertThat(asked).hasSize(12).doesNotContain("");
  }

  @Test
  void every_flaw_is_named() {
    assertThat(flaws("123", "123")).containsExactlyInAnyOrder(TOO_SHORT, SEQUENCE, CONTAINS_NAME);
    assertThat(flaws("qwerty", "qwerty"))
        .containsExactlyInAnyOrder(TOO_SHORT, CONTAINS_NAME, COMMON);
    assertThat(flaws("a".repeat(200), "aaa"))
        .containsExactlyInAnyOrder(TOO_LONG, REPEATED, CONTAINS_NAME);
  }

  @ParameterizedTest
  @CsvSource({"7, 128", "8, 63", "12, 257", "-1, 128", "12, 0"})
  void a_policy_outside_of_what_is_sensible_does_not_exist(int least, int most) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PasswordPolicy(least, most))
        .withMessageContaining(least + " to " + most);
  }

  @Test
  void the_outermost_policies_exist() {
    new PasswordPolicy(8, 64);
    new PasswordPolicy(8, 256);
  }

  @Test
  @DisplayName("[L38] any text is taken or refused, and never an error")
  void any_text_is_taken_or_refused() {
    Chance.histories(500, chance -> {
      String password = chance.weird(30);
      Set<PasswordFlaw> flaws = flaws(password, chance.weird(2));
      int length = new Password(password).length();
      assertThat(flaws.contains(TOO_SHORT)).isEqualTo(length < 12);
      assertThat(flaws.contains(TOO_LONG)).isEqualTo(length > 128);
    });
  }
}
