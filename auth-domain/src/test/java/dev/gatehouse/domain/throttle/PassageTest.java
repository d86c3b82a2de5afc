package dev.gatehouse.domain.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassageTest {
  private final Gate gate = Gate.of("subject", "from", Ladder.PASSWORD);

  @Test
  void an_ordinary_gate_counts_every_attempt() {
    assertThat(gate).isEqualTo(new Gate("subject", "from", Ladder.PASSWORD, false));
  }

  @Test
  void the_gates_that_counted_cannot_be_changed_afterwards() {
    List<Gate> counted = new ArrayList<>(List.of(gate));
    Passage passage = Passage.through(counted);
    counted.clear();
    assertThat(passage.counted()).containsExactly(gate);
  }

  @Test
  void it_is_stopped_at_one_gate_or_at_none() {
    Gate other = Gate.of("subject", "elsewhere", Ladder.PASSWORD);
    Passage stopped = Passage.stopped(List.of(), gate, Duration.ofSeconds(30));

    assertThat(stopped.stoppedAt(gate)).isTrue();
    assertThat(stopped.stoppedAt(other)).isFalse();
    assertThat(stopped.shut()).contains(Duration.ofSeconds(30));
    assertThat(Passage.through(List.of(gate)).stoppedAt(gate)).isFalse();
    assertThat(Passage.through(List.of(gate)).shut()).isEmpty();
  }
}
