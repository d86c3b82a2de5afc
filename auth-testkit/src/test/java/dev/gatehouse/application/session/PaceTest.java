package dev.gatehouse.application.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Refusals;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How often one session may refresh. */
class PaceTest {
  private final House house = House.over(new InMemoryStorage());
  private final House.Person person = house.person();

  @Test
  @DisplayName("[L35] a session refreshes 240 times a minute, and stops no other")
  void a_session_refreshes_so_often_and_stops_no_other() {
    Tokens wild = house.signIn(person).tokens();
    Tokens calm = house.signIn(person).tokens();
    for (int i = 0; i < 240; i++) {
      wild = house.refresh(person, wild);
    }
    Tokens last = wild;

    assertThat(Refusals.of(() -> house.refresh(person, last)))
        .isEqualTo(new Refusal.Throttled(Duration.ofMillis(250)));
    assertThat(house.refresh(person, calm)).isNotNull();
    house.clock().advance(Duration.ofMillis(250));
    assertThat(house.refresh(person, last)).isNotNull();
  }

  @Test
  void what_was_used_is_remembered_over_the_turn_of_a_minute() {
    Tokens tokens = house.signIn(person).tokens();
    tokens = house.refresh(person, tokens);
    house.clock().advance(Duration.ofSeconds(59));
    for (int i = 0; i < 240; i++) {
      tokens = house.refresh(person, tokens);
    }
    house.clock().advance(Duration.ofSeconds(1));
    for (int i = 0; i < 4; i++) {
      tokens = house.refresh(person, tokens);
    }
    Tokens last = tokens;

    assertThat(Refusals.of(() -> house.refresh(person, last)))
        .isInstanceOf(Refusal.Throttled.class);
  }

  @Test
  void listeners_hear_why_a_refresh_was_refused_and_the_caller_does_not() {
    Tokens tokens = house.signIn(person).tokens();
    gone(tokens);
    house.events().clear();

    assertThat(Refusals.of(() -> house.refresh(person, tokens)))
        .isEqualTo(new Refusal.RefreshRejected());
    assertThat(house.events(EventType.REFRESH_REFUSED))
        .extracting(Event::reason)
        .containsExactly("REVOKED");
  }

  private void gone(Tokens tokens) {
    house.gatehouse().signOut().handle(person.client(), tokens.refresh());
  }
}
