package dev.gatehouse.domain.account;

import static dev.gatehouse.domain.Given.ACCOUNT;
import static dev.gatehouse.domain.Given.NOW;
import static dev.gatehouse.domain.Given.SHOP_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.identity.ProviderProfile;
import dev.gatehouse.domain.realm.Realm;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccountTest {
  private static final Username USERNAME = new Username("Ada");
  private static final EmailAddress EMAIL = new EmailAddress("ada@example.com");

  private static Account account(AccountStatus status, Set<Role> roles, Set<Method> factors) {
    return account(status, roles, factors, Optional.empty(), Optional.empty());
  }

  private static Account named(Optional<Username> username, Optional<EmailAddress> email) {
    return account(AccountStatus.ACTIVE, Set.of(), Set.of(), username, email);
  }

  private static Account account(
      AccountStatus status,
      Set<Role> roles,
      Set<Method> factors,
      Optional<Username> username,
      Optional<EmailAddress> email) {
    return new Account(
        ACCOUNT,
        SHOP_KEY,
        username,
        email,
        Profile.EMPTY,
        status,
        3,
        roles,
        factors,
        Consents.NONE,
        NOW,
        SignIns.NONE,
        Optional.empty(),
        Optional.empty());
  }

  @Test
  @DisplayName("[L07] one factor is too little where there are two, or have to be")
  void one_factor_is_too_little_where_there_are_two() {
    Realm realm = Realm.customer("shop", "https://id.example.com");
    Account plain = account(AccountStatus.ACTIVE, Set.of(), Set.of());
    Account careful = account(AccountStatus.ACTIVE, Set.of(), Set.of(Method.TOTP));

    assertThat(plain.needsSecondFactor(realm)).isFalse();
    assertThat(careful.needsSecondFactor(realm)).isTrue();
    assertThat(plain.needsSecondFactor(realm.withSecondFactorRequired(true))).isTrue();
  }

  @Test
  @DisplayName("[L45] warnings go to no messenger that is not the realm's, or is not linked")
  void where_its_owner_is_warned() {
    ProviderKey messenger = new ProviderKey("messenger");
    Account nameless = named(Optional.empty(), Optional.empty());
    List<LinkedIdentity> linked = List.of(LinkedIdentity.of(
        nameless.id(),
        nameless.realm(),
        ProvenIdentity.of(new Identity(messenger, "1"), ProviderProfile.EMPTY),
        NOW));

    assertThat(nameless.warnedIn(Optional.of(messenger), linked)).contains(messenger);
    assertThat(nameless.warnedIn(Optional.of(messenger), List.of())).isEmpty();
    assertThat(nameless.warnedIn(Optional.empty(), linked)).isEmpty();
    assertThat(nameless.warnedIn(Optional.of(new ProviderKey("another")), linked))
        .isEmpty();
    Account reached = named(Optional.empty(), Optional.of(new EmailAddress("mary@example.com")));
    assertThat(reached.warnedIn(Optional.of(messenger), linked)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(AccountStatus.class)
  @DisplayName("[L08] an account is active in one status only")
  void an_account_is_active_in_one_status_only(AccountStatus status) {
    assertThat(account(status, Set.of(), Set.of()).active())
        .isEqualTo(status.name().equals("ACTIVE"));
  }

  @ParameterizedTest
  @EnumSource(AccountStatus.class)
  void an_account_leaves_in_one_status_only(AccountStatus status) {
    assertThat(account(status, Set.of(), Set.of()).leaving())
        .isEqualTo(status.name().equals("LEAVING"));
  }

  @ParameterizedTest
  @EnumSource(AccountStatus.class)
  @DisplayName(
      "[L08] nobody proves to be the owner of an account that neither is active nor leaves")
  void an_account_is_claimable_while_it_is_active_or_leaves(AccountStatus status) {
    assertThat(account(status, Set.of(), Set.of()).claimable())
        .isEqualTo(Set.of("ACTIVE", "LEAVING").contains(status.name()));
  }

  @Test
  void its_owner_may_type_username_and_address_as_far_as_there_are() {
    Identifier username = new Identifier.ByUsername(USERNAME);
    Identifier email = new Identifier.ByEmail(EMAIL);
    assertThat(named(Optional.of(USERNAME), Optional.of(EMAIL)).identifiers())
        .containsExactly(username, email);
    assertThat(named(Optional.of(USERNAME), Optional.empty()).identifiers())
        .containsExactly(username);
    assertThat(named(Optional.empty(), Optional.of(EMAIL)).identifiers()).containsExactly(email);
    assertThat(named(Optional.empty(), Optional.empty()).identifiers()).isEmpty();
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
