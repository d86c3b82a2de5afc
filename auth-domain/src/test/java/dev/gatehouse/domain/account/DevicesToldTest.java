package dev.gatehouse.domain.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class DevicesToldTest {
  private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");

  private static DevicesTold told(String look, Instant at) {
    return DevicesTold.NONE.with(look, at).orElseThrow();
  }

  @Test
  void of_one_that_looks_the_same_once_a_day() {
    DevicesTold told = told("one", NOW);

    assertThat(told.with("one", NOW.plus(Duration.ofDays(1)).minusMillis(1))).isEmpty();
    assertThat(told.with("one", NOW.plus(Duration.ofDays(1)))).isPresent();
    assertThat(told.with("another", NOW)).isPresent();
  }

  @Test
  void of_ten_in_an_hour_and_of_the_next_for_all_others() {
    DevicesTold told = DevicesTold.NONE;
    for (int device = 0; device < 10; device++) {
      told = told.with("device " + device, NOW.plusSeconds(device)).orElseThrow();
      assertThat(told.crowded(NOW.plusSeconds(device))).isFalse();
    }
    told = told.with("for all others", NOW.plusSeconds(10)).orElseThrow();
    assertThat(told.crowded(NOW.plusSeconds(10))).isTrue();

    assertThat(told.with("next", NOW.plus(Duration.ofHours(1)).minusMillis(1))).isEmpty();
    assertThat(told.with("next", NOW.plus(Duration.ofHours(1)))).isPresent();
  }

  @Test
  void twenty_are_remembered() {
    DevicesTold told = DevicesTold.NONE;
    for (int hour = 0; hour < 30; hour++) {
      told = told.with("device " + hour, NOW.plus(Duration.ofHours(hour))).orElseThrow();
    }
    assertThat(told.devices()).hasSize(20);
    assertThat(told.devices().get(19).look()).isEqualTo("device 29");
  }
}
