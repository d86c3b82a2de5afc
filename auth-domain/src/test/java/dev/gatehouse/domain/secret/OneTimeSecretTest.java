package dev.gatehouse.domain.secret;

import static dev.gatehouse.domain.Given.ACCOUNT;
import static dev.gatehouse.domain.Given.DESK_KEY;
import static dev.gatehouse.domain.Given.NOW;
import static dev.gatehouse.domain.Given.SHOP_KEY;
import static dev.gatehouse.domain.Given.bytes;
import static dev.gatehouse.domain.Given.key;
import static dev.gatehouse.domain.Given.ring;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OneTimeSecretTest {
  private static final UUID ROW = new UUID(1, 2);
  private static final OneTimeSecret SECRET = OneTimeSecret.issue(
      new Scope(Purpose.MAGIC_LINK, SHOP_KEY, "subject", Optional.empty()),
      ring(key(1)),
      SecretText.fresh(Purpose.Form.LINK, bytes(SecretText.LINK_BYTES, 1)),
      Optional.of(new OneTimeSecret.Owner(ACCOUNT, 3)),
      NOW);

  @Test
  @DisplayName("[L03] particulars are sealed for their own row and realm")
  void particulars_are_sealed_for_their_own_row_and_realm() {
    MasterKeys.Place place = OneTimeSecret.place(ROW, SHOP_KEY);
    assertThat(place)
        .isEqualTo(new MasterKeys.Place("one_time_secrets", "particulars", ROW.toString(), "shop"))
        .isNotEqualTo(OneTimeSecret.place(new UUID(1, 3), SHOP_KEY))
        .isNotEqualTo(OneTimeSecret.place(ROW, DESK_KEY));
  }

  @Test
  void a_secret_with_particulars_is_the_same_otherwise() {
    Sealed attached = new Sealed(bytes(40, 1));
    Sealed other = new Sealed(bytes(40, 2));
    assertThat(SECRET.particulars()).isEmpty();
    assertThat(SECRET.with(attached))
        .isEqualTo(new OneTimeSecret(
            SECRET.scope(),
            SECRET.located(),
            SECRET.owner(),
            SECRET.attemptsLeft(),
            SECRET.endsAt(),
            Optional.of(attached)));
    assertThat(SECRET.with(attached).with(other)).isEqualTo(SECRET.with(other));
  }
}
