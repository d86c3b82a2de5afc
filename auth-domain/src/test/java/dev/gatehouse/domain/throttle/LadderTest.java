package dev.gatehouse.domain.throttle;

import static dev.gatehouse.domain.Given.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.domain.Chance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LadderTest {
  private static final Duration DAY = Duration.ofDays(1);

  @Test
  @DisplayName("[L30] five failed passwords are free, then 30 s, 5 min, and 30 min for ever after")
  void five_failed_passwords_are_free_then_the_gate_shuts_for_longer_and_longer() {
    List<Duration> shut = new ArrayList<>();
    for (int counted = 0; counted <= 9; counted++) {
      shut.add(Ladder.PASSWORD.shutAfter(counted));
    }
    Duration half = Duration.ofMinutes(30);
    assertThat(shut)
        .containsExactly(
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            half,
            half,
            half);
    assertThat(Ladder.PASSWORD.shutAfter(Integer.MAX_VALUE)).isEqualTo(half);
    assertThat(Ladder.PASSWORD.memory()).isEqualTo(DAY);
  }

  @Test
  void the_other_ladders_are_those_of_the_design() {
    assertThat(Ladder.ACCOUNT_DAY).isEqualTo(new Ladder(100, List.of(DAY), DAY));
    assertThat(Ladder.PREFIX_HOUR)
        .isEqualTo(new Ladder(50, List.of(Duration.ofHours(1)), Duration.ofHours(1)));
    assertThat(Ladder.LAST_RESORT).isEqualTo(new Ladder(1, List.of(Duration.ofMinutes(30)), DAY));
    assertThat(Ladder.ACCOUNT_DAY.shutAfter(99)).isZero();
    assertThat(Ladder.ACCOUNT_DAY.shutAfter(100)).isEqualTo(DAY);
    assertThat(Ladder.LAST_RESORT.shutAfter(1)).isEqualTo(Duration.ofMinutes(30));
  }

  @Test
  @DisplayName(
      "[L30] no lock is permanent: every ladder forgets, and no rung is longer than its memory")
  void no_lock_is_permanent() {
    for (Ladder ladder :
        List.of(Ladder.PASSWORD, Ladder.ACCOUNT_DAY, Ladder.PREFIX_HOUR, Ladder.LAST_RESORT)) {
      assertThat(ladder.memory()).isPositive();
      assertThat(ladder.rungs()).allMatch(rung -> rung.compareTo(ladder.memory()) <= 0);
    }
  }

  @Test
  void a_ladder_has_a_free_attempt_and_a_rung() {
    new Ladder(1, List.of(DAY), DAY);
    assertThatThrownBy(() -> new Ladder(0, List.of(DAY), DAY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 free");
    assertThatThrownBy(() -> new Ladder(1, List.of(), DAY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 rungs");
  }

  @Test
  void the_rungs_cannot_be_changed_afterwards() {
    List<Duration> rungs = new ArrayList<>(List.of(DAY));
    Ladder ladder = new Ladder(1, rungs, DAY);
    rungs.set(0, Duration.ZERO);
    assertThat(ladder.shutAfter(1)).isEqualTo(DAY);
  }

  @Test
  @DisplayName("[L31] in random histories a gate never judges more than its ladder allows")
  void in_random_histories_a_gate_never_judges_more_than_its_ladder_allows() {
    Chance.histories(200, chance -> {
      List<Duration> rungs = new ArrayList<>();
      for (int i = chance.between(1, 4); i > 0; i--) {
        rungs.add(chance.upTo(Duration.ofMinutes(40)).plusMillis(1));
      }
      Ladder ladder = new Ladder(chance.between(1, 6), rungs, Duration.ofDays(300));
      Instant now = NOW;
      Instant opens = Instant.MIN;
      List<Instant> judged = new ArrayList<>();
      for (int attempt = 0; attempt < 60; attempt++) {
        now = now.plus(chance.upTo(Duration.ofMinutes(10)));
        if (!now.isBefore(opens)) {
          judged.add(now);
          opens = now.plus(ladder.shutAfter(judged.size()));
        }
      }
      for (int i = ladder.free(); i < judged.size(); i++) {
        Duration waited = Duration.between(judged.get(i - 1), judged.get(i));
        Duration rung = rungs.get(Math.min(i - ladder.free(), rungs.size() - 1));
        assertThat(waited).as("before attempt %s", i + 1).isGreaterThanOrEqualTo(rung);
      }
      assertThat(judged.size()).isGreaterThanOrEqualTo(Math.min(60, ladder.free()));
    });
  }
}
