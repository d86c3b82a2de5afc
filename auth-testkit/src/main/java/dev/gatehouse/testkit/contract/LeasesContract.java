package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.port.Leases;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What {@link Leases} promises. */
public abstract class LeasesContract extends StorageContract {
  private final String work = "test:" + Fixtures.unique();
  private final UUID one = Fixtures.id();
  private final UUID other = Fixtures.id();
  private final Instant end = now.plusSeconds(6);

  private Leases leases() {
    return engine().leases();
  }

  private boolean taken(UUID holder, Instant until, Instant at) {
    return leases().take(work, holder, until, at).isPresent();
  }

  @Test
  void what_nobody_has_done_yet_begins_at_the_beginning() {
    assertThat(leases().take(work, one, end, now)).contains(new Leases.Held(0, Instant.EPOCH));
  }

  @Test
  void it_is_one_s_until_it_runs_out_and_another_s_from_then_on() {
    assertThat(taken(one, end, now)).isTrue();
    assertThat(taken(other, end.plusSeconds(6), end.minusMillis(1))).isFalse();
    assertThat(taken(other, end.plusSeconds(6), end)).isTrue();
    assertThat(taken(one, end.plusSeconds(6), end)).isFalse();
  }

  @Test
  void whoever_has_it_renews_it() {
    assertThat(taken(one, end, now)).isTrue();
    assertThat(taken(one, end.plusSeconds(6), now.plusSeconds(3))).isTrue();
    assertThat(taken(other, end.plusSeconds(9), end.plusSeconds(3))).isFalse();
  }

  @Test
  void what_was_given_up_is_another_s_at_once_and_nobody_gives_up_another_s() {
    assertThat(taken(one, end, now)).isTrue();
    leases().release(work, other, now);
    assertThat(taken(other, end, now)).isFalse();
    leases().release(work, one, now);
    assertThat(taken(other, end, now)).isTrue();
  }

  @Test
  void how_far_the_work_has_come_is_what_the_next_one_goes_on_from() {
    assertThat(taken(one, end, now)).isTrue();
    assertThat(leases().advance(work, one, 7, now.plusSeconds(1))).isTrue();
    assertThat(leases().take(work, one, end, now.plusSeconds(2)))
        .contains(new Leases.Held(7, now.plusSeconds(1)));
    assertThat(leases().take(work, other, end.plusSeconds(6), end))
        .contains(new Leases.Held(7, now.plusSeconds(1)));
    assertThat(leases().advance(work, other, 3, end)).as("back").isTrue();
    assertThat(leases().take(work, other, end.plusSeconds(6), end).map(Leases.Held::position))
        .contains(3L);
  }

  @Test
  void who_has_lost_it_moves_nothing() {
    assertThat(taken(one, end, now)).isTrue();
    assertThat(taken(other, end.plusSeconds(6), end)).isTrue();
    assertThat(leases().advance(work, one, 99, end)).isFalse();
    assertThat(leases().advance("test:" + Fixtures.unique(), one, 99, end)).isFalse();
    assertThat(leases().take(work, other, end.plusSeconds(6), end).map(Leases.Held::position))
        .contains(0L);
  }

  @Test
  void one_work_is_not_another() {
    assertThat(taken(one, end, now)).isTrue();
    Optional<Leases.Held> elsewhere = leases().take("test:" + Fixtures.unique(), other, end, now);
    assertThat(elsewhere).isPresent();
  }

  @Test
  void of_racing_nodes_one_gets_it() {
    Race.rounds(round -> {
      String raced = "test:" + Fixtures.unique();
      assertThat(Race.of(
              Race.RACERS, n -> leases().take(raced, Fixtures.id(), end, now).isPresent()))
          .containsOnlyOnce(true);
    });
  }
}
