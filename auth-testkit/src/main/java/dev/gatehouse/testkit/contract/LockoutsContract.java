package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.throttle.Gate;
import dev.gatehouse.domain.throttle.Ladder;
import dev.gatehouse.domain.throttle.Passage;
import dev.gatehouse.port.Lockouts;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What {@link Lockouts} promises: counted before deciding, and never more than the ladder allows. */
public abstract class LockoutsContract extends StorageContract {
  private static final Duration INSTANT = Duration.ofNanos(1000);

  /** Three free, then two minutes, then ten. */
  private static final Ladder LADDER =
      new Ladder(3, List.of(Duration.ofMinutes(2), Duration.ofMinutes(10)), Duration.ofHours(1));

  private final String subject = "subject:" + Fixtures.unique();

  // ---- the ladder

  @TestFactory
  Stream<DynamicTest> the_ladder_is_climbed_rung_by_rung_and_its_last_rung_repeats() {
    return Stream.of(
            Ladder.PASSWORD,
            Ladder.LAST_RESORT,
            LADDER,
            new Ladder(1, List.of(Duration.ofSeconds(1)), Duration.ofMinutes(1)))
        .map(ladder -> DynamicTest.dynamicTest(ladder.free() + " free", () -> {
          Gate gate = Gate.of("subject:" + Fixtures.unique(), "everybody", ladder);
          Instant time = now;
          for (int counted = 1; counted <= ladder.free() + ladder.rungs().size() + 2; counted++) {
            assertThat(attempt(time, gate))
                .as("attempt " + counted)
                .isEqualTo(Passage.through(List.of(gate)));
            Duration shut = ladder.shutAfter(counted);
            if (!shut.isZero()) {
              assertThat(attempt(time, gate))
                  .as("right after attempt " + counted)
                  .isEqualTo(Passage.stopped(List.of(), gate, shut));
              assertThat(attempt(time.plus(shut).minus(INSTANT), gate))
                  .as("just before it opens")
                  .isEqualTo(Passage.stopped(List.of(), gate, INSTANT));
            }
            time = time.plus(shut);
          }
        }));
  }

  @Test
  void attempts_at_a_shut_gate_are_not_counted_and_do_not_shut_it_longer() {
    Gate gate = gate("everybody");
    use(gate, 3, now);
    for (int n = 0; n < 20; n++) {
      assertThat(attempt(now.plusSeconds(n), gate).shut())
          .contains(Duration.ofMinutes(2).minusSeconds(n));
    }

    assertThat(attempt(now.plus(Duration.ofMinutes(2)), gate).shut()).isEmpty();
    assertThat(attempt(now.plus(Duration.ofMinutes(2)), gate).shut())
        .as("the second rung")
        .contains(Duration.ofMinutes(10));
  }

  @Test
  @DisplayName(
      "[L30] counting starts anew when nothing was counted for the memory's length: no lock is permanent")
  void counting_starts_anew_after_the_memory_s_length() {
    Gate gate = gate("everybody");
    use(gate, 3, now);
    use(gate, 1, now.plus(Duration.ofMinutes(2)));
    Instant last = now.plus(Duration.ofMinutes(12));
    use(gate, 1, last);

    Instant forgotten = last.plus(LADDER.memory()).plus(INSTANT);
    use(gate, 3, forgotten);

    assertThat(attempt(forgotten, gate).shut())
        .as("the first rung")
        .contains(Duration.ofMinutes(2));
  }

  @Test
  void every_attempt_counted_keeps_the_count_for_the_memory_s_length() {
    Gate gate = gate("everybody");
    use(gate, 1, now);
    use(gate, 1, now.plus(Duration.ofMinutes(59)));
    use(gate, 1, now.plus(Duration.ofMinutes(118)));

    assertThat(attempt(now.plus(Duration.ofMinutes(118)), gate).shut())
        .contains(Duration.ofMinutes(2));
  }

  @Test
  void a_day_s_lock_ends_with_the_day() {
    Gate gate = Gate.of(
        subject, "everybody", new Ladder(2, List.of(Duration.ofHours(24)), Duration.ofHours(24)));
    use(gate, 2, now);
    assertThat(attempt(now.plus(Duration.ofHours(23)), gate).shut()).contains(Duration.ofHours(1));

    use(gate, 2, now.plus(Duration.ofHours(24)).plusSeconds(1));
  }

  @Test
  void an_attempt_noted_with_an_earlier_time_does_not_open_a_gate() {
    Gate gate = gate("everybody");
    use(gate, 3, now);

    assertThat(attempt(now.minusSeconds(5), gate).shut())
        .contains(Duration.ofMinutes(2).plusSeconds(5));
  }

  // ---- several gates

  @Test
  void gates_count_apart_by_subject_and_by_whom_they_count() {
    Gate gate = gate("one network");
    use(gate, 3, now);

    use(gate("another network"), 3, now);
    use(Gate.of("subject:" + Fixtures.unique(), "one network", LADDER), 3, now);
    assertThat(attempt(now, gate).shut()).isPresent();
  }

  @Test
  void subject_and_source_do_not_run_into_one_another() {
    use(Gate.of(subject + "a", "b", LADDER), 3, now);

    use(Gate.of(subject, "ab", LADDER), 3, now);
    use(Gate.of(subject + "ab", "", LADDER), 3, now);
  }

  @Test
  void an_attempt_is_counted_at_each_gate_in_turn() {
    Gate near = gate("near");
    Gate far = gate("far");

    assertThat(attempt(now, near, far)).isEqualTo(Passage.through(List.of(near, far)));
    use(near, 2, now);
    use(far, 2, now);

    assertThat(attempt(now, near).shut()).isPresent();
    assertThat(attempt(now, far).shut()).isPresent();
  }

  @Test
  void an_attempt_stops_at_the_first_gate_that_is_shut_and_those_before_have_counted_it() {
    Gate first = gate("first");
    Gate second = Gate.of(
        subject, "second", new Ladder(1, List.of(Duration.ofMinutes(7)), Duration.ofHours(1)));
    Gate third = gate("third");
    use(second, 1, now);

    assertThat(attempt(now, first, second, third))
        .isEqualTo(Passage.stopped(List.of(first), second, Duration.ofMinutes(7)));
    assertThat(attempt(now, first, second, third))
        .isEqualTo(Passage.stopped(List.of(first), second, Duration.ofMinutes(7)));

    use(third, 3, now);
    use(first, 1, now);
    assertThat(attempt(now, first).shut())
        .as("two attempts were counted before")
        .isPresent();
  }

  @Test
  @DisplayName("[L30] an attempt whose clock is behind passes the gates that others passed before")
  void an_attempt_whose_clock_is_behind_passes_open_gates() {
    Gate gate = gate("everybody");
    Gate newcomers = newcomers(9);
    Passage ahead = attempt(now.plusSeconds(2), gate, newcomers);
    assertThat(attempt(now, gate, newcomers)).isEqualTo(Passage.through(List.of(gate)));
    lockouts().forgive(ahead.counted(), now.plusSeconds(2));

    assertThat(attempt(now, gate("another"), newcomers).stop()).isEmpty();
    lockouts().takeBack(List.of(newcomers), now.plusSeconds(2));
    assertThat(attempt(now, gate("a third"), newcomers).stop()).isEmpty();
  }

  @Test
  void no_gates_stop_nobody() {
    assertThat(attempt(now)).isEqualTo(Passage.through(List.of()));
  }

  @Test
  void a_gate_for_newcomers_counts_pairs_not_attempts() {
    Gate newcomers = newcomers(3);

    for (int pair = 0; pair < 3; pair++) {
      Gate pairGate = gate("pair " + pair);
      assertThat(attempt(now, pairGate, newcomers))
          .as("first of a pair")
          .isEqualTo(Passage.through(List.of(pairGate, newcomers)));
      if (pair < 2) {
        assertThat(attempt(now, pairGate, newcomers))
            .as("second of a pair")
            .isEqualTo(Passage.through(List.of(pairGate)));
      }
    }

    Gate fourth = gate("pair 4");
    assertThat(attempt(now, fourth, newcomers))
        .isEqualTo(Passage.stopped(List.of(fourth), newcomers, Duration.ofHours(1)));
  }

  @Test
  void a_shut_gate_for_newcomers_stops_everybody() {
    Gate known = gate("known");
    Gate newcomers = newcomers(2);
    attempt(now, known, newcomers);
    use(1, newcomers);

    assertThat(attempt(now, known, newcomers))
        .isEqualTo(Passage.stopped(List.of(known), newcomers, Duration.ofHours(1)));
  }

  @Test
  void whoever_was_forgotten_is_a_newcomer_again() {
    Gate pair = gate("pair");
    Gate newcomers = newcomers(3);
    attempt(now, pair, newcomers);

    Instant later = now.plus(LADDER.memory()).plusSeconds(1);

    assertThat(attempt(later, pair, newcomers).counted()).containsExactly(pair, newcomers);
  }

  // ---- forgiving

  @Test
  void a_forgiven_attempt_clears_what_was_counted() {
    Gate gate = gate("everybody");
    use(gate, 2, now);
    lockouts().forgive(attempt(now, gate).counted(), now);

    use(gate, 3, now);
    assertThat(attempt(now, gate).shut()).as("the first rung").contains(Duration.ofMinutes(2));
  }

  @Test
  void a_forgiven_attempt_takes_one_back_from_newcomers_and_opens_what_it_shut() {
    Gate newcomers = newcomers(3);
    use(2, newcomers);
    Passage third = attempt(now, gate("third"), newcomers);
    assertThat(third.counted()).contains(newcomers);
    lockouts().forgive(third.counted(), now);

    assertThat(attempt(now, gate("fourth"), newcomers).shut())
        .as("two are counted")
        .isEmpty();
    assertThat(attempt(now, gate("fifth"), newcomers).shut())
        .as("three are counted")
        .isPresent();
  }

  @Test
  void forgiving_what_was_never_counted_gives_no_credit() {
    Gate gate = gate("everybody");
    Gate newcomers = newcomers(3);
    IntStream.range(0, 3).forEach(n -> lockouts().forgive(List.of(gate, newcomers), now));

    use(gate, 3, now);
    use(3, newcomers);
    assertThat(attempt(now, gate).shut()).isPresent();
    assertThat(attempt(now, gate("new"), newcomers).shut()).isPresent();
  }

  @Test
  void forgiving_leaves_other_gates_alone() {
    Gate mine = gate("my device");
    Gate others = gate("everybody");
    use(others, 3, now);
    lockouts().forgive(attempt(now, mine).counted(), now);
    lockouts().forgive(List.of(), now);

    assertThat(attempt(now, others).shut()).isPresent();
  }

  // ---- taking back

  @Test
  void an_attempt_taken_back_was_never_counted_and_those_before_it_still_are() {
    Gate gate = gate("everybody");
    Gate newcomers = newcomers(3);
    use(2, newcomers);
    use(gate, 2, now);
    IntStream.range(0, 4).forEach(n -> lockouts().takeBack(attempt(now, gate).counted(), now));
    IntStream.range(0, 4)
        .forEach(n ->
            lockouts().takeBack(attempt(now, gate("new " + n), newcomers).counted(), now));

    use(gate, 1, now);
    use(1, newcomers);
    assertThat(attempt(now, gate).shut()).as("three are counted").contains(Duration.ofMinutes(2));
    assertThat(attempt(now, gate("fourth"), newcomers).shut())
        .as("three are counted")
        .isPresent();
  }

  @Test
  @DisplayName("[L30] an attempt taken back opens the gate that it shut, on whatever rung")
  void an_attempt_taken_back_opens_the_gate_that_it_shut() {
    Gate gate = gate("everybody");
    use(gate, 3, now);
    Instant second = now.plus(Duration.ofMinutes(2));

    lockouts().takeBack(attempt(second, gate).counted(), second);

    use(gate, 1, second);
    assertThat(attempt(second, gate).shut())
        .as("the second rung, not the third")
        .contains(Duration.ofMinutes(10));
    Instant third = second.plus(Duration.ofMinutes(10));
    lockouts().takeBack(attempt(third, gate).counted(), third);
    assertThat(attempt(third, gate).shut()).isEmpty();
  }

  @Test
  void taking_back_what_was_never_counted_gives_no_credit() {
    Gate gate = gate("everybody");
    lockouts().takeBack(List.of(gate), now);
    lockouts().takeBack(List.of(), now);

    use(gate, 3, now);
    assertThat(attempt(now, gate).shut()).isPresent();
  }

  @Test
  void clearing_a_subject_opens_every_gate_about_it_and_no_other() {
    Gate one = gate("one network");
    Gate another = gate("another network");
    Gate stranger = Gate.of(subject + "x", "one network", LADDER);
    List.of(one, another, stranger).forEach(gate -> use(gate, 3, now));

    lockouts().clear(subject);

    use(one, 3, now);
    use(another, 3, now);
    assertThat(attempt(now, stranger).shut()).isPresent();
  }

  @Test
  void clearing_takes_a_subject_as_it_is_written() {
    Gate gate = Gate.of(subject + "abc", "everybody", LADDER);
    use(gate, 3, now);

    lockouts().clear(subject + "%");
    lockouts().clear(subject + "ab_");
    lockouts().clear((subject + "abc").toUpperCase(java.util.Locale.ROOT));

    assertThat(attempt(now, gate).shut()).isPresent();
  }

  // ---- races

  @Test
  @DisplayName("[L31] racing attempts never get more than the free ones")
  void racing_attempts_never_get_more_than_the_free_ones() {
    Race.rounds(round -> {
      Gate gate = gate("round " + round);

      List<Passage> answers = Race.of(8, n -> attempt(now, gate));

      assertThat(answers.stream().filter(passage -> passage.shut().isEmpty()))
          .hasSize(LADDER.free());
      assertThat(answers.stream().filter(passage -> passage.shut().isPresent()))
          .allSatisfy(passage -> assertThat(passage)
              .isEqualTo(Passage.stopped(List.of(), gate, Duration.ofMinutes(2))));
    });
  }

  @Test
  @DisplayName(
      "[L31] racing attempts through several gates never get more than the free ones of each")
  void racing_attempts_through_several_gates_never_get_more_than_the_free_ones_of_each() {
    Race.rounds(round -> {
      List<Gate> near = List.of(gate("near 1 of " + round), gate("near 2 of " + round));
      Gate far = Gate.of(
          subject,
          "far " + round,
          new Ladder(4, List.of(Duration.ofMinutes(1)), Duration.ofHours(1)));

      List<Passage> answers = Race.of(8, n -> attempt(now, near.get(n % 2), far));

      assertThat(answers.stream().filter(passage -> passage.shut().isEmpty())).hasSize(4);
      assertThat(answers.stream().filter(passage -> passage.counted().contains(far)))
          .hasSize(4);
      for (Gate gate : near) {
        assertThat(answers.stream().filter(passage -> passage.counted().contains(gate)))
            .hasSizeLessThanOrEqualTo(LADDER.free());
      }
    });
  }

  @Test
  void of_racing_first_attempts_of_one_pair_exactly_one_is_a_newcomer() {
    Race.rounds(round -> {
      Gate pair = gate("pair " + round);
      Gate newcomers = Gate.of(subject, "newcomers " + round, LADDER);
      Gate counting = new Gate(newcomers.subject(), newcomers.from(), newcomers.ladder(), true);

      List<Passage> answers = Race.of(3, n -> attempt(now, pair, counting));

      assertThat(answers.stream().filter(passage -> passage.counted().contains(counting)))
          .hasSize(1);
    });
  }

  @Test
  void racing_newcomers_never_are_more_than_allowed() {
    Race.rounds(round -> {
      Gate newcomers = new Gate(subject, "newcomers " + round, LADDER, true);

      List<Passage> answers =
          Race.of(6, n -> attempt(now, gate("pair " + round + "." + n), newcomers));

      assertThat(answers.stream().filter(passage -> passage.shut().isEmpty()))
          .hasSize(LADDER.free());
    });
  }

  @Test
  void attempts_that_race_being_forgiven_leave_no_credit() {
    Ladder six = new Ladder(6, List.of(Duration.ofHours(1)), Duration.ofHours(1));
    Race.rounds(round -> {
      Gate newcomers = new Gate(subject, "newcomers " + round, six, true);

      Race.of(6, n -> {
        Passage passage = attempt(now, gate("pair " + round + "." + n), newcomers);
        if (n % 2 == 0) {
          lockouts().forgive(passage.counted(), now);
        }
        return n;
      });

      // six were counted and three taken back, so three more pass
      use(3, newcomers);
      assertThat(attempt(now, gate("too many of " + round), newcomers).shut()).isPresent();
    });
  }

  // ---- words

  private Lockouts lockouts() {
    return engine().lockouts();
  }

  private Gate gate(String from) {
    return Gate.of(subject, from, LADDER);
  }

  private Gate newcomers(int free) {
    return new Gate(
        subject,
        "newcomers",
        new Ladder(free, List.of(Duration.ofHours(1)), Duration.ofHours(1)),
        true);
  }

  private Passage attempt(Instant at, Gate... gates) {
    return lockouts().attempt(List.of(gates), at);
  }

  /** Attempts that have to pass. */
  private void use(Gate gate, int attempts, Instant at) {
    for (int n = 1; n <= attempts; n++) {
      assertThat(attempt(at, gate)).as("attempt " + n).isEqualTo(Passage.through(List.of(gate)));
    }
  }

  /** First attempts of so many new pairs, which have to pass. */
  private void use(int pairs, Gate newcomers) {
    for (int n = 0; n < pairs; n++) {
      Gate pair = gate("pair " + Fixtures.unique());
      assertThat(attempt(now, pair, newcomers))
          .isEqualTo(Passage.through(List.of(pair, newcomers)));
    }
  }
}
