package dev.gatehouse.domain.account;

import static dev.gatehouse.domain.Given.ACCOUNT;
import static dev.gatehouse.domain.Given.NOW;
import static dev.gatehouse.domain.Given.SHOP_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.assurance.Method;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccountTest {
  private static Account account(AccountStatus status, Set<Role> roles, Set<Method> factors) {
    return new Account(
        ACCOUNT,
        SHOP_KEY,
        Optional.empty(),
        Optional.empty(),
        Profile.EMPTY,
        status,
        3,
        roles,
        factors,
        Consents.NONE,
        NOW,
        SignIns.NONE,
        Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(AccountStatus.class)
  @DisplayName("[L08] an account is active in one status only")
  void an_account_is_active_in_one_status_only(AccountStatus status) {
    assertThat(account(status, Set.of(), Set.of()).active())
        .isEqualTo(status.name().equals("ACTIVE"));
  }

  @Test
  void roles_and_factors_cannot_be_changed_afterwards() {
    Set<Role> roles = EnumSet.of(Role.USER);
    Set<Method> factors = EnumSet.of(Method.TOTP);
    Account account = account(AccountStatus.ACTIVE, roles, factors);
    roles.add(Role.OWNER);
    factors.clear();
    assertThat(account.roles()).containsExactly(Role.USER);
    assertThat(account.secondFactors()).containsExactly(Method.TOTP);
  }

  @Test
  void who_never_signed_in_and_agreed_to_nothing_is_said_to() {
    assertThat(SignIns.NONE).isEqualTo(new SignIns(0, Optional.empty(), Optional.empty()));
    assertThat(Consents.NONE).isEqualTo(new Consents(Optional.empty(), false));
  }
}
