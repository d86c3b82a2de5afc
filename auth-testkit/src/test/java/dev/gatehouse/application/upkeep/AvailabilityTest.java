package dev.gatehouse.application.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Unreachable;
import dev.gatehouse.testkit.fixture.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AvailabilityTest {
  private static final Duration LONG = Duration.ofSeconds(40);

  private final MovableClock clock = MovableClock.started();
  private final Instant started = clock.instant();
  private final Availability availability = new Availability(clock);

  @Test
  @DisplayName("[L29] a node serves again from when the store answered, not from when it was asked")
  void it_serves_again_from_when_the_store_answered() {
    away();
    clock.advance(LONG);

    assertThat(availability.since()).isEqualTo(started.plus(LONG));
    clock.advance(LONG);
    assertThat(availability.since()).as("and not anew").isEqualTo(started.plus(LONG));
  }

  @Test
  void the_catch_up_notices_too() {
    away();
    clock.advance(LONG);
    availability.up();
    clock.advance(LONG);

    assertThat(availability.since()).isEqualTo(started.plus(LONG));
  }

  @Test
  @DisplayName("[L21] a clock that is set back leaves no moment ahead of it")
  void a_clock_that_is_set_back_leaves_no_moment_ahead_of_it() {
    clock.advance(Duration.ofHours(-1));

    assertThat(availability.since()).isEqualTo(clock.instant());
    away();
    clock.advance(Duration.ofMinutes(-1));
    assertThat(availability.since()).as("in an outage too").isEqualTo(clock.instant());
  }

  @Test
  @DisplayName("[L21] a store that is busy was not away")
  void a_store_that_is_busy_was_not_away() {
    assertThatThrownBy(() -> availability.watching(() -> {
          throw new Outage("a test", Duration.ofSeconds(1));
        }))
        .isExactlyInstanceOf(Outage.class);
    clock.advance(LONG);

    assertThat(availability.since()).isEqualTo(started);
  }

  private void away() {
    assertThatThrownBy(() -> availability.watching(() -> {
          throw new Unreachable("a test", Duration.ofSeconds(1));
        }))
        .isInstanceOf(Unreachable.class);
  }
}
