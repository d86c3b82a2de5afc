package dev.gatehouse.domain.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    Passage passage = new Passage(counted, Optional.empty());
    counted.clear();
    assertThat(passage.counted()).containsExactly(gate);
  }
}
