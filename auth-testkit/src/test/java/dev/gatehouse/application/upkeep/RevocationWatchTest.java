package dev.gatehouse.application.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.session.RevocationIndex;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevocationWatchTest {
  private static final Duration LATER = Duration.ofMillis(300);

  private final InMemoryStorage storage = new InMemoryStorage();
  private final House house = House.over(storage);
  private final MovableClock clock = house.clock();
  private final List<Duration> lags = new ArrayList<>();

  private RevocationWatch watch() {
    return new RevocationWatch(
        storage.revocations(),
        new RevocationIndex(Duration.ofMinutes(17)),
        new Availability(clock),
        clock,
        kid -> {},
        lags::add);
  }

  /** At a node whose clock is that much ahead. */
  private void somebodySignsOut(Duration ahead) {
    House node = house.with(new MovableClock(clock.instant().plus(ahead)));
    House.Person person = house.person();
    node.gatehouse()
        .signOut()
        .handle(person.client(), house.signIn(person).tokens().claims());
  }

  @Test
  void how_late_it_hears_of_what_another_node_revokes_is_told_once() {
    somebodySignsOut(Duration.ZERO);
    RevocationWatch watch = watch();
    watch.catchUp();
    assertThat(lags).as("of what was before it").isEmpty();

    somebodySignsOut(Duration.ZERO);
    clock.advance(LATER);
    watch.catchUp();
    clock.advance(LATER);
    watch.catchUp();

    assertThat(lags).containsExactly(LATER);
  }

  @Test
  void what_is_to_come_by_the_clock_of_another_took_no_time() {
    somebodySignsOut(Duration.ZERO);
    RevocationWatch watch = watch();
    watch.catchUp();

    somebodySignsOut(LATER);
    watch.catchUp();

    assertThat(lags).containsExactly(Duration.ZERO);
  }
}
