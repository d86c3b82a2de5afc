package dev.gatehouse.domain.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TierTest {
  @Test
  void each_ladder_is_a_tier() {
    assertThat(Stream.of(
                Ladder.PASSWORD,
                Ladder.ACCOUNT_DAY,
                Ladder.PREFIX_HOUR,
                Ladder.LAST_RESORT,
                Ladder.FACTOR_DAY,
                Ladder.FACTOR_ROW)
            .map(ladder -> Tier.of(Gate.of("a", "b", ladder))))
        .containsExactly(Tier.values());
  }

  @Test
  void another_ladder_is_none() {
    Ladder other = new Ladder(1, List.of(Duration.ofDays(9)), Duration.ofDays(9));

    assertThatThrownBy(() -> Tier.of(Gate.of("a", "b", other)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
