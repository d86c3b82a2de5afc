package dev.gatehouse.domain.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.domain.credential.PasswordPolicy;
import dev.gatehouse.domain.session.SessionPolicy;
import dev.gatehouse.domain.token.TokenPolicy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RealmTest {
  private static final String ISSUER = "https://id.example.com/shop";
  private static final Realm SHOP = Realm.customer("shop", ISSUER);

  @Test
  void a_customer_realm_has_the_customers_policies_and_is_closed() {
    assertThat(SHOP)
        .isEqualTo(new Realm(
            new RealmKey("shop"),
            RealmKind.CUSTOMER,
            ISSUER,
            ISSUER,
            RegistrationMode.CLOSED,
            SessionPolicy.CUSTOMER,
            TokenPolicy.DEFAULT,
            PasswordPolicy.CUSTOMER,
            false));
  }

  @Test
  void a_staff_realm_has_short_sessions_long_passwords_and_requires_a_second_factor() {
    assertThat(Realm.staff("desk", ISSUER))
        .isEqualTo(new Realm(
            new RealmKey("desk"),
            RealmKind.STAFF,
            ISSUER,
            ISSUER,
            RegistrationMode.CLOSED,
            SessionPolicy.STAFF,
            TokenPolicy.DEFAULT,
            PasswordPolicy.STAFF,
            true));
  }

  @Test
  void a_realm_with_something_else_is_the_same_otherwise() {
    SessionPolicy sessions = SessionPolicy.STAFF;
    TokenPolicy tokens = new TokenPolicy(Duration.ofMinutes(5), Duration.ZERO);
    assertThat(SHOP.with(RegistrationMode.OPEN)
            .with(sessions)
            .with(tokens)
            .withSecondFactorRequired(true))
        .isEqualTo(new Realm(
            SHOP.key(),
            RealmKind.CUSTOMER,
            ISSUER,
            ISSUER,
            RegistrationMode.OPEN,
            sessions,
            tokens,
            PasswordPolicy.CUSTOMER,
            true));
    assertThat(Realm.staff("desk", ISSUER).withSecondFactorRequired(false).secondFactorRequired())
        .isFalse();
  }

  @Test
  void a_realm_with_other_rules_for_accounts_is_the_same_otherwise() {
    AccountPolicy accounts =
        new AccountPolicy(Duration.ofDays(7), Duration.ofHours(1), Optional.of("2"), true);
    Realm desk = Realm.staff("desk", ISSUER).with(RegistrationMode.OPEN);
    assertThat(desk.with(accounts))
        .isEqualTo(new Realm(
            new RealmKey("desk"),
            RealmKind.STAFF,
            ISSUER,
            ISSUER,
            RegistrationMode.OPEN,
            SessionPolicy.STAFF,
            TokenPolicy.DEFAULT,
            PasswordPolicy.STAFF,
            true,
            accounts));
    assertThat(desk.with(accounts).with(AccountPolicy.DEFAULT)).isEqualTo(desk);
  }

  @Test
  @DisplayName("[L07] staff come in by providers only where the realm says so")
  void staff_come_in_by_providers_only_where_the_realm_says_so() {
    AccountPolicy byProviders =
        new AccountPolicy(Duration.ofDays(30), Duration.ofHours(24), Optional.empty(), true);
    Realm desk = Realm.staff("desk", ISSUER);
    assertThat(desk.opensToProviders()).isFalse();
    assertThat(desk.with(byProviders).opensToProviders()).isTrue();
    assertThat(SHOP.opensToProviders()).isTrue();
    assertThat(SHOP.with(byProviders).opensToProviders()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://id.example.com, id.example.com",
    "https://id.example.com:8443/shop, id.example.com",
    "http://127.0.0.1:8080, 127.0.0.1",
    "http://[::1]:1, [::1]"
  })
  void a_realm_is_called_by_the_host_of_its_issuer(String issuer, String host) {
    assertThat(Realm.customer("shop", issuer).host()).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "id.example.com",
        "/shop",
        "ftp://id.example.com",
        "javascript:alert(1)",
        "https:///shop",
        "https:id.example.com",
        "//id.example.com",
        "https://id.example.com?x=1",
        "https://id.example.com?",
        "https://id.example.com#x",
        "https://id.example.com#",
        "https://user@id.example.com",
        "https://user:secret@id.example.com",
        "https://@id.example.com",
        "https://id example.com",
        "HTTPS//id.example.com",
        "https://id.example.com\\@evil.example"
      })
  @DisplayName("[L17] an issuer is an absolute web address without user, query and fragment")
  void an_issuer_is_an_absolute_web_address(String issuer) {
    assertThatIllegalArgumentException().isThrownBy(() -> Realm.customer("shop", issuer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://id.example.com",
        "http://127.0.0.1:8080",
        "https://id.example.com/a/b",
        "http://[::1]:1"
      })
  void an_issuer_may_have_a_port_and_a_path(String issuer) {
    assertThat(Realm.customer("shop", issuer).issuer()).isEqualTo(issuer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void a_blank_audience_is_none(String audience) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Realm(
            SHOP.key(),
            SHOP.kind(),
            ISSUER,
            audience,
            SHOP.registration(),
            SHOP.sessions(),
            SHOP.tokens(),
            SHOP.passwords(),
            false))
        .withMessageContaining("audience");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-shop",
        "Shop",
        "sh_op",
        "sh op",
        "shop\n",
        "sh\u00f6p",
        "shop|x",
        "123456789012345678901234567890123"
      })
  void a_realm_is_named_by_1_to_32_letters_digits_and_dashes(String key) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RealmKey(key))
        .withMessageContaining("'" + key + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "a-", "shop-2", "12345678901234567890123456789012"})
  void a_realm_prints_as_its_key(String key) {
    assertThat(new RealmKey(key)).hasToString(key);
  }
}
