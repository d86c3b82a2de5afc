package dev.gatehouse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** That a run fails when an answer tells known addresses from unknown ones. */
class AnswersTest {
  private static final int EACH = 100;

  @Test
  @DisplayName("[L33] nothing is wrong where known and unknown addresses are answered alike")
  void alike_is_right() {
    Answers answers = answers(i -> i, i -> i);

    assertThat(answers.auc()).isEqualTo(0.5);
    assertThat(answers.faults("`door`", true)).isEmpty();
  }

  @Test
  @DisplayName("[L33] another status for one address alone is a fault, with a floor and without")
  void another_status_is_a_fault() {
    List<Answers.Asked> all = new ArrayList<>(answers(i -> i, i -> i).all());
    all.add(new Answers.Asked(false, 50, 429));

    for (boolean timed : List.of(true, false)) {
      assertThat(new Answers(all).faults("`door`", timed))
          .containsExactly(
              "`door`: known addresses were answered [200], unknown ones [200, 429]; one status for all is asked for");
    }
    all.add(new Answers.Asked(true, 50, 429));
    assertThat(new Answers(all).faults("`door`", false)).as("seldom of both").hasSize(1);
  }

  @Test
  @DisplayName(
      "[L33] a time that tells is a fault, whichever takes longer, where a floor is to hide it")
  void time_that_tells_is_a_fault() {
    for (int ahead : List.of(4, -4)) {
      Answers answers = answers(i -> i + ahead, i -> i);
      assertThat(answers.faults("`door`", true))
          .singleElement()
          .asString()
          .startsWith("`door`: known addresses are told by the time, AUC 0.");
      assertThat(answers.faults("`door`", false)).isEmpty();
    }
    assertThat(answers(i -> i + 2, i -> i).faults("`door`", true)).isEmpty();
    assertThat(new Answers(List.of()).faults("`door`", true))
        .as("nothing measured")
        .hasSize(1);
  }

  @Test
  void auc_is_the_share_of_pairs() {
    assertThat(answers(i -> 1_000 + i, i -> i).auc()).isEqualTo(1);
    assertThat(answers(i -> i, i -> 1_000 + i).auc()).isZero();
    assertThat(answers(i -> 7, i -> 7).auc()).isEqualTo(0.5);
    assertThat(answers(i -> 50, i -> i).auc()).isCloseTo(0.505, within(1e-9));
  }

  @Test
  void a_cell_tells_statuses_and_times() {
    assertThat(answers(i -> 1_000_000L * i, i -> 0).cell(true)).isEqualTo("[200], 50.0, 99.0");
  }

  private static Answers answers(IntToLongFunction known, IntToLongFunction unknown) {
    List<Answers.Asked> all = new ArrayList<>();
    IntStream.range(0, EACH).forEach(i -> {
      all.add(new Answers.Asked(true, known.applyAsLong(i), 200));
      all.add(new Answers.Asked(false, unknown.applyAsLong(i), 200));
    });
    return new Answers(all);
  }
}
