package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordPolicy;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.port.CommonPasswords;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@link CommonPasswords} promises, of whatever list. */
public abstract class CommonPasswordsContract {
  private static final List<String> TRIED_FIRST = List.of("password", "qwerty", "letmein");

  protected abstract CommonPasswords commonPasswords();

  @Test
  void what_is_tried_first_is_on_the_list() {
    assertThat(TRIED_FIRST).allMatch(commonPasswords()::contains);
  }

  @Test
  @DisplayName("[L36] the list matches passwords that the length rule lets through")
  void the_list_matches_passwords_that_the_length_rule_lets_through() {
    CommonPasswords list = commonPasswords();
    for (String common : List.of("Password123!", "Qwerty123456!", "LETMEIN!!!!!!!!!")) {
      assertThatThrownBy(() -> judge(common, list))
          .as(common.toLowerCase(Locale.ROOT))
          .isInstanceOf(Refused.class);
    }
    assertThatCode(() -> judge("nine purple tractors yawn", list)).doesNotThrowAnyException();
  }

  private static void judge(String password, CommonPasswords list) {
    PasswordPolicy.CUSTOMER.judge(new Password(password), List.of(), list::contains);
  }

  @Test
  void what_nobody_tries_is_not_on_the_list() {
    CommonPasswords list = commonPasswords();
    for (String word : List.of(
        "",
        " ",
        "\n",
        "\u0000",
        "🦊",
        Fixtures.unique(),
        "x".repeat(1024),
        "password" + Fixtures.unique())) {
      assertThat(list.contains(word)).as("%s characters", word.length()).isFalse();
    }
  }

  @Test
  void many_may_ask_at_once() {
    CommonPasswords list = commonPasswords();

    Race.rounds(round -> assertThat(
            Race.of(Race.RACERS, n -> list.contains(n % 2 == 0 ? "password" : Fixtures.unique())))
        .containsExactly(true, false, true, false, true, false));
  }
}
