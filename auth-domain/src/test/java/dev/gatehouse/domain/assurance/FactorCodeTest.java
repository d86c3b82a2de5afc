package dev.gatehouse.domain.assurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.domain.secret.SecretText;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FactorCodeTest {
  @Test
  void a_code_is_of_the_factor_for_which_it_was_typed() {
    FactorCode totp = FactorCode.totp(" 123 456");
    assertThat(totp.method()).isEqualTo(Method.TOTP);
    assertThat(totp.text().reveal()).isEqualTo("123456");
    FactorCode recovery = FactorCode.recovery("abcde-fghjk ");
    assertThat(recovery.method()).isEqualTo(Method.RECOVERY_CODE);
    assertThat(recovery.text().reveal()).isEqualTo("abcde-fghjk");
  }

  @ParameterizedTest
  @EnumSource(
      value = Method.class,
      names = {"TOTP", "RECOVERY_CODE"},
      mode = EnumSource.Mode.EXCLUDE)
  @DisplayName("[L07] nothing that a sign-in begins with is shown as the code of a second factor")
  void any_other_method_is_not_shown_as_a_code(Method method) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FactorCode(method, new SecretText("123456")))
        .withMessage(method + " is not shown as a code; TOTP or RECOVERY_CODE is expected");
  }
}
