package dev.gatehouse.domain.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountPolicyTest {
  private static final Duration GRACE = Duration.ofDays(30);
  private static final Duration INVITATIONS = Duration.ofHours(24);

  private static AccountPolicy grace(Duration grace) {
    return new AccountPolicy(grace, INVITATIONS, Optional.empty());
  }

  private static AccountPolicy invitations(Duration invitations) {
    return new AccountPolicy(GRACE, invitations, Optional.empty());
  }

  private static AccountPolicy terms(String version) {
    return new AccountPolicy(GRACE, INVITATIONS, Optional.of(version));
  }

  @Test
  void by_default_an_account_can_be_had_back_for_30_days_and_an_invitation_is_good_for_24_hours() {
    assertThat(AccountPolicy.DEFAULT)
        .isEqualTo(new AccountPolicy(GRACE, INVITATIONS, Optional.empty(), false));
  }

  @Test
  void an_account_can_be_had_back_for_3_to_365_days() {
    for (Duration bound : new Duration[] {Duration.ofDays(3), Duration.ofDays(365)}) {
      assertThat(grace(bound).grace()).isEqualTo(bound);
    }
    for (Duration beyond : new Duration[] {
      Duration.ofDays(3).minusNanos(1), Duration.ofDays(365).plusNanos(1), Duration.ofDays(-30)
    }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> grace(beyond))
          .withMessage("grace " + beyond + " is not between PT72H and PT8760H");
    }
  }

  @Test
  void an_invitation_is_good_for_1_minute_to_90_days() {
    for (Duration bound : new Duration[] {Duration.ofMinutes(1), Duration.ofDays(90)}) {
      assertThat(invitations(bound).invitations()).isEqualTo(bound);
    }
    for (Duration beyond : new Duration[] {
      Duration.ofMinutes(1).minusNanos(1), Duration.ofDays(90).plusNanos(1), Duration.ofDays(-1)
    }) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> invitations(beyond))
          .withMessage("invitations " + beyond + " is not between PT1M and PT2160H");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "2026-11", "v1.2_final", "Z", "1234567890123456789012345678901234567890"})
  void a_version_of_the_terms_is_1_to_40_plain_characters(String version) {
    assertThat(terms(version).termsVersion()).contains(version);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "12345678901234567890123456789012345678901",
        "2026 11",
        "2026/11",
        "2026-11\n",
        "v\u00e9",
        "\u0661"
      })
  void any_other_version_of_the_terms_is_none(String version) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> terms(version))
        .withMessage("terms version '" + version + "' is not 1 to 40 of A-Z a-z 0-9 . _ -");
  }
}
