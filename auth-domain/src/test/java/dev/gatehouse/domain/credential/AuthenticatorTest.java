package dev.gatehouse.domain.credential;

import static dev.gatehouse.domain.Given.ACCOUNT;
import static dev.gatehouse.domain.Given.NOW;
import static dev.gatehouse.domain.Given.OTHER_ACCOUNT;
import static dev.gatehouse.domain.Given.SHOP_KEY;
import static dev.gatehouse.domain.Given.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.Sealed;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When an authenticator may be enrolled, when it is judged, and where its secrets are sealed. */
class AuthenticatorTest {
  private static final Sealed SEALED = new Sealed(bytes(40, 1));
  private static final Digest HOLDER = new Digest(bytes(32, 2));
  private static final Digest STRANGER = new Digest(bytes(32, 3));
  private static final long EPOCH = 7;
  private static final Instant END = NOW.plus(AuthenticatorSetup.LIFE);
  private static final AuthenticatorSetup SETUP =
      new AuthenticatorSetup(ACCOUNT, SEALED, HOLDER, EPOCH, END);

  private static Authenticator failed(int failures) {
    return new Authenticator(ACCOUNT, SEALED, 41, failures, NOW);
  }

  @Test
  @DisplayName("[L09] the code that proved a new authenticator is spent")
  void the_code_that_proved_a_new_authenticator_is_spent() {
    Authenticator enrolled = Authenticator.enrolled(ACCOUNT, SEALED, 41, NOW);
    assertThat(enrolled).isEqualTo(new Authenticator(ACCOUNT, SEALED, 41, 0, NOW));
    assertThat(enrolled.locked()).isFalse();
  }

  @Test
  @DisplayName("[L31] after a hundred wrong codes in a row an authenticator is locked")
  void after_a_hundred_wrong_codes_in_a_row_it_is_locked() {
    assertThat(failed(99).locked()).isFalse();
    assertThat(failed(100).locked()).isTrue();
    assertThat(failed(101).locked()).isTrue();
  }

  @Test
  void who_began_a_setup_may_go_on_with_it_until_it_ends() {
    assertThat(SETUP.of(HOLDER, EPOCH, NOW)).isTrue();
    assertThat(SETUP.of(HOLDER, EPOCH, END.minusNanos(1))).isTrue();
    assertThat(SETUP.of(HOLDER, EPOCH, END)).isFalse();
    assertThat(SETUP.of(HOLDER, EPOCH, END.plusNanos(1))).isFalse();
  }

  @Test
  @DisplayName("[L03] nobody goes on with a setup that another has begun")
  void nobody_goes_on_with_a_setup_that_another_has_begun() {
    assertThat(SETUP.of(STRANGER, EPOCH, NOW)).isFalse();
  }

  @Test
  @DisplayName("[L23] a setup does not outlive what raises the epoch")
  void a_setup_does_not_outlive_what_raises_the_epoch() {
    assertThat(SETUP.of(HOLDER, EPOCH + 1, NOW)).isFalse();
    assertThat(SETUP.of(HOLDER, EPOCH - 1, NOW)).isFalse();
  }

  @Test
  @DisplayName("[L40] what is begun and what is enrolled is sealed for a row of its own")
  void what_is_begun_and_what_is_enrolled_is_sealed_for_a_row_of_its_own() {
    assertThat(FactorSecrets.begun(ACCOUNT, SHOP_KEY))
        .isEqualTo(
            new MasterKeys.Place("authenticator_setups", "sealed", ACCOUNT.toString(), "shop"))
        .isNotEqualTo(FactorSecrets.begun(OTHER_ACCOUNT, SHOP_KEY));
    assertThat(FactorSecrets.enrolled(ACCOUNT, SHOP_KEY))
        .isEqualTo(new MasterKeys.Place("authenticators", "sealed", ACCOUNT.toString(), "shop"))
        .isNotEqualTo(FactorSecrets.enrolled(OTHER_ACCOUNT, SHOP_KEY));
  }
}
