package dev.gatehouse.domain.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionPolicyTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration TEN = Duration.ofSeconds(10);

  private static void refused(
      Duration idle, Duration remembered, Duration absolute, Duration grace, int most) {
    assertThatThrownBy(() -> new SessionPolicy(idle, remembered, absolute, grace, most))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_defaults_are_those_of_the_design() {
    assertThat(SessionPolicy.CUSTOMER)
        .isEqualTo(new SessionPolicy(
            DAY.multipliedBy(7), DAY.multipliedBy(30), DAY.multipliedBy(180), TEN, 50));
    assertThat(SessionPolicy.STAFF)
        .isEqualTo(new SessionPolicy(Duration.ofHours(1), Duration.ofHours(1), DAY, TEN, 50));
  }

  @Test
  void who_asked_to_be_remembered_may_be_idle_longer() {
    assertThat(SessionPolicy.CUSTOMER.idle(false)).isEqualTo(Duration.ofDays(7));
    assertThat(SessionPolicy.CUSTOMER.idle(true)).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void grace_is_0_to_300_seconds() {
    new SessionPolicy(DAY, DAY, DAY, Duration.ZERO, 1);
    new SessionPolicy(DAY, DAY, DAY, Duration.ofSeconds(300), 1);
    refused(DAY, DAY, DAY, Duration.ofNanos(-1), 1);
    refused(DAY, DAY, DAY, Duration.ofSeconds(300).plusNanos(1), 1);
  }

  @Test
  void lifetimes_are_positive_and_rising() {
    new SessionPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), TEN, 1);
    refused(Duration.ZERO, DAY, DAY, TEN, 1);
    refused(DAY.negated(), DAY, DAY, TEN, 1);
    refused(DAY, DAY.minusSeconds(1), DAY, TEN, 1);
    refused(DAY, DAY, DAY.minusNanos(1), TEN, 1);
  }

  @Test
  void idle_times_are_whole_seconds_as_they_are_stored() {
    refused(Duration.ofMillis(1500), DAY, DAY, TEN, 1);
    refused(Duration.ofHours(1), DAY.minusNanos(1), DAY, TEN, 1);
  }

  @Test
  void at_least_one_session_may_live() {
    refused(DAY, DAY, DAY, TEN, 0);
    refused(DAY, DAY, DAY, TEN, -1);
  }
}
