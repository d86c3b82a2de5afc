package dev.gatehouse.domain.assurance;

import static dev.gatehouse.domain.assurance.Method.EMAIL_CODE;
import static dev.gatehouse.domain.assurance.Method.PASSWORD;
import static dev.gatehouse.domain.assurance.Method.PROVIDER;
import static dev.gatehouse.domain.assurance.Method.RECOVERY_CODE;
import static dev.gatehouse.domain.assurance.Method.TOTP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AssuranceTest {
  private static final Assurance.Due AAL1 = new Assurance.Due.Nothing(Acr.AAL1);
  private static final Assurance.Due AAL2 = new Assurance.Due.Nothing(Acr.AAL2);
  private static final Assurance.Due ENROLMENT = new Assurance.Due.Enrolment();

  private static List<Set<Method>> subsets() {
    List<Set<Method>> subsets = new ArrayList<>();
    for (int bits = 0; bits < 1 << Method.values().length; bits++) {
      Set<Method> subset = EnumSet.noneOf(Method.class);
      for (Method method : Method.values()) {
        if (((bits >> method.ordinal()) & 1) == 1) {
          subset.add(method);
        }
      }
      subsets.add(subset);
    }
    return subsets;
  }

  private static Assurance.Due due(Set<Method> proven, Set<Method> enrolled, boolean required) {
    return Assurance.due(proven, enrolled, required);
  }

  @Test
  void the_ordinary_cases() {
    assertThat(due(Set.of(PASSWORD), Set.of(), false)).isEqualTo(AAL1);
    assertThat(due(Set.of(PASSWORD), Set.of(), true)).isEqualTo(ENROLMENT);
    assertThat(due(Set.of(PASSWORD), Set.of(TOTP), false))
        .isEqualTo(new Assurance.Due.SecondFactor(Set.of(TOTP)));
    assertThat(due(Set.of(PASSWORD, TOTP), Set.of(TOTP, RECOVERY_CODE), true)).isEqualTo(AAL2);
    assertThat(due(Set.of(EMAIL_CODE, RECOVERY_CODE), Set.of(TOTP, RECOVERY_CODE), false))
        .isEqualTo(AAL2);
  }

  @Test
  @DisplayName(
      "[L07] over all combinations no session is opened past an enrolled or a required second factor")
  void over_all_combinations_no_session_is_opened_past_a_second_factor() {
    int combinations = 0;
    for (Set<Method> proven : subsets()) {
      for (Set<Method> enrolled : subsets()) {
        for (boolean required : new boolean[] {false, true}) {
          if (!proven.isEmpty()) {
            Assurance.Due due = due(proven, enrolled, required);
            boolean second = proven.stream()
                .anyMatch(one -> (one == PASSWORD || one == EMAIL_CODE || one == PROVIDER)
                    && proven.stream().anyMatch(other -> other != one && enrolled.contains(other)));
            String which = proven + " of " + enrolled + (required ? ", required" : "");
            assertThat(due.equals(AAL2)).as(which).isEqualTo(second);
            assertThat(due.equals(AAL1))
                .as(which)
                .isEqualTo(!second && enrolled.isEmpty() && !required);
            assertThat(due.equals(ENROLMENT))
                .as(which)
                .isEqualTo(!second && enrolled.isEmpty() && required);
            assertThat(due.equals(new Assurance.Due.SecondFactor(enrolled)))
                .as(which)
                .isEqualTo(!second && !enrolled.isEmpty());
            combinations++;
          }
        }
      }
    }
    assertThat(combinations).isEqualTo(31 * 32 * 2);
  }

  @Test
  @DisplayName("[L07] a factor that is not enrolled is no second factor")
  void a_factor_that_is_not_enrolled_is_no_second_factor() {
    assertThat(due(Set.of(PASSWORD, RECOVERY_CODE), Set.of(TOTP), false))
        .isEqualTo(new Assurance.Due.SecondFactor(Set.of(TOTP)));
    assertThat(due(Set.of(PASSWORD, EMAIL_CODE), Set.of(), true)).isEqualTo(ENROLMENT);
  }

  @Test
  @DisplayName("[L07] one way in counts once, an enrolled factor too")
  void one_way_in_counts_once() {
    assertThat(due(Set.of(TOTP), Set.of(TOTP), false))
        .isEqualTo(new Assurance.Due.SecondFactor(Set.of(TOTP)));
  }

  @Test
  @DisplayName("[L07] two second factors are one factor: nothing was begun with them")
  void two_second_factors_are_one() {
    assertThat(due(Set.of(TOTP, RECOVERY_CODE), Set.of(TOTP, RECOVERY_CODE), true))
        .isEqualTo(new Assurance.Due.SecondFactor(Set.of(TOTP, RECOVERY_CODE)));
  }

  @Test
  @DisplayName("[L07] proving nothing is never enough")
  void proving_nothing_is_never_enough() {
    for (Set<Method> enrolled : subsets()) {
      for (boolean required : new boolean[] {false, true}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> due(Set.of(), enrolled, required))
            .withMessageContaining("nothing was proven");
      }
    }
  }

  @Test
  void what_is_asked_for_does_not_change_with_the_account() {
    Set<Method> enrolled = EnumSet.of(TOTP);
    Assurance.Due due = due(Set.of(PASSWORD), enrolled, false);
    enrolled.add(RECOVERY_CODE);
    assertThat(due).isEqualTo(new Assurance.Due.SecondFactor(Set.of(TOTP)));
  }

  @Test
  void amr_names_every_method_once_in_a_fixed_order_and_two_factors_at_the_end() {
    assertThat(Assurance.amr(Set.of(PASSWORD), Acr.AAL1)).containsExactly("pwd");
    assertThat(Assurance.amr(Set.of(EMAIL_CODE), Acr.AAL1)).containsExactly("otp");
    assertThat(Assurance.amr(Set.of(PASSWORD, TOTP), Acr.AAL2))
        .containsExactly("otp", "pwd", "mfa");
    assertThat(Assurance.amr(Set.of(EMAIL_CODE, TOTP), Acr.AAL2)).containsExactly("otp", "mfa");
    assertThat(Assurance.amr(EnumSet.allOf(Method.class), Acr.AAL1))
        .containsExactly("fed", "otp", "pwd");
  }

  @Test
  void levels_are_written_and_read_as_aal1_and_aal2() {
    for (Acr acr : Acr.values()) {
      assertThat(Acr.of(acr.value())).isEqualTo(acr);
    }
    assertThat(Acr.AAL1.value()).isEqualTo("aal1");
    assertThat(Acr.AAL2.value()).isEqualTo("aal2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Acr.of("AAL1"))
        .withMessage("acr 'AAL1' is not aal1 or aal2");
    assertThatIllegalArgumentException().isThrownBy(() -> Acr.of("aal3"));
  }
}
