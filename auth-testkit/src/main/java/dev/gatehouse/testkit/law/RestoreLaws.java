package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.session.RefreshToken;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.port.History;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import dev.gatehouse.testkit.fixture.RandomHistories;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that was away, or has forgotten the last seconds, makes no thief of an honest client; a thief it does not spare. */
public abstract class RestoreLaws extends SessionLaws {
  private static final Duration OUTAGE = Duration.ofMinutes(3);

  // ---- the store has forgotten acknowledged refreshes

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17, Session.MAX_FAST_FORWARD})
  @DisplayName("[L29] a client that is ahead of a restored store refreshes on")
  void a_client_that_is_ahead_of_a_restored_store_refreshes_on(int ahead) {
    House.Person person = house.person();
    Tokens start = house.signIn(person).tokens();

    Tokens caughtUp = refresh(house, person, later(start.refresh(), ahead)).get();

    assertThat(claim(caughtUp.refresh()).generation()).isEqualTo(ahead + 1);
    assertThat(row(start).generation()).isEqualTo(ahead + 1);
    assertThat(verify(house, caughtUp).ok()).isTrue();
    assertThat(house.events(EventType.SESSION_FAST_FORWARDED)).hasSize(1);
    assertThat(fastForwards(person)).isEqualTo(1);
    assertThat(refresh(house, person, caughtUp.refresh()).ok()).isTrue();
  }

  @Test
  @DisplayName("[L29] a token more than 1000 steps ahead is refused, and ends nothing")
  void a_token_too_far_ahead_is_refused_and_ends_nothing() {
    House.Person person = house.person();
    Tokens start = house.signIn(person).tokens();
    Session before = row(start);

    for (int ahead : List.of(1001, 2000, Integer.MAX_VALUE - 1, Integer.MAX_VALUE)) {
      assertThat(refresh(house, person, later(start.refresh(), ahead)).code())
          .isEqualTo(REFRESH_REJECTED);
    }

    assertThat(row(start)).isEqualTo(before);
    assertThat(refresh(house, person, start.refresh()).ok()).isTrue();
  }

  @Test
  @DisplayName("[L29] concurrent refreshes of a client that is ahead all get the same successor,"
      + " and the session catches up once")
  void concurrent_refreshes_of_a_client_that_is_ahead_all_get_the_same_successor() {
    House other = node();
    House.Person person = house.person();
    Race.rounds(round -> {
      Tokens start = house.signIn(person).tokens();
      RefreshToken ahead = later(start.refresh(), 5);

      List<Tokens> answers = Race.of(
          Race.RACERS,
          racer -> refresh(racer % 2 == 0 ? house : other, person, ahead).get());

      assertThat(answers).extracting(t -> claim(t.refresh()).generation()).containsOnly(6);
      assertThat(row(start).generation()).isEqualTo(6);
      assertThat(fastForwards(person)).isEqualTo(round);
    });
  }

  @Test
  @DisplayName("[L29][L21] after a restore a stolen old token is found out by the owner's next"
      + " refresh, whichever of the two comes first")
  void after_a_restore_a_stolen_old_token_is_found_out() {
    House.Person person = house.person();
    for (boolean thiefFirst : List.of(true, false)) {
      Tokens start = house.signIn(person).tokens();
      RefreshToken stolen = later(start.refresh(), 3);
      RefreshToken owners = later(start.refresh(), 7);
      if (thiefFirst) {
        RefreshToken thiefs = refresh(house, person, stolen).get().refresh();
        assertThat(refresh(house, person, owners).ok()).isTrue();
        assertThat(refresh(house, person, thiefs).code()).isEqualTo(REFRESH_REJECTED);
      } else {
        assertThat(refresh(house, person, owners).ok()).isTrue();
        assertThat(refresh(house, person, stolen).code()).isEqualTo(REFRESH_REJECTED);
      }
      assertThat(row(start).revocation()).isPresent();
    }
  }

  @Test
  @DisplayName(
      "[L29][L21] a token from before the restored moment that is two steps old still ends the"
          + " session")
  void a_token_two_steps_old_still_ends_the_session() {
    House.Person person = house.person();
    Tokens first = house.signIn(person).tokens();
    Tokens second = refresh(house, person, first.refresh()).get();
    assertThat(refresh(house, person, later(second.refresh(), 4)).ok()).isTrue();

    assertThat(refresh(house, person, first.refresh()).code()).isEqualTo(REFRESH_REJECTED);

    assertThat(row(first).revocation()).isPresent();
  }

  // ---- the store was away for longer than the grace window

  @Test
  @DisplayName("[L29] a client whose answer was lost in an outage longer than the grace window"
      + " stays signed in, once the node has seen that the store is back")
  void a_client_whose_answer_was_lost_in_an_outage_stays_signed_in() {
    House.Person person = house.person();
    Tokens first = house.signIn(person).tokens();
    loseTheAnswerIn(OUTAGE, person, first);
    house.work();
    house.clock().advance(house.realm().sessions().grace());

    assertThat(refresh(house, person, first.refresh()).ok()).isTrue();
  }

  @Test
  @DisplayName("[L29] and also when its retry is the very first thing that the store answers")
  void a_retry_that_is_the_first_thing_the_store_answers_stays_signed_in() {
    House.Person person = house.person();
    Tokens first = house.signIn(person).tokens();
    loseTheAnswerIn(OUTAGE, person, first);

    assertThat(refresh(house, person, first.refresh()).ok()).isTrue();
  }

  @Test
  @DisplayName("[L29] a client whose answer was lost when the node died stays signed in at the"
      + " node that takes its place")
  void a_client_whose_answer_was_lost_when_the_node_died_stays_signed_in() {
    House.Person person = house.person();
    Tokens first = house.signIn(person).tokens();
    cable.loseAnswers();
    refresh(house, person, first.refresh());
    house.clock().advance(OUTAGE);

    assertThat(refresh(node(), person, first.refresh()).ok()).isTrue();
  }

  @Test
  @DisplayName("[L29][L21] the grace window begins anew after an outage, and ends")
  void the_grace_window_ends_after_an_outage_too() {
    House.Person person = house.person();
    Tokens first = house.signIn(person).tokens();
    loseTheAnswerIn(OUTAGE, person, first);
    house.work();
    house.clock().advance(house.realm().sessions().grace().plusMillis(1));

    assertThat(refresh(house, person, first.refresh()).code()).isEqualTo(REFRESH_REJECTED);

    assertThat(row(first).revocation()).isPresent();
  }

  @Test
  @DisplayName("[L29][L21] an outage is no excuse for a token two steps old")
  void an_outage_is_no_excuse_for_a_token_two_steps_old() {
    House.Person person = house.person();
    Tokens first = house.signIn(person).tokens();
    Tokens second = refresh(house, person, first.refresh()).get();
    loseTheAnswerIn(OUTAGE, person, second);

    assertThat(refresh(house, person, first.refresh()).code()).isEqualTo(REFRESH_REJECTED);

    assertThat(row(first).revocation()).isPresent();
  }

  @Test
  @DisplayName("[L29] whoever has a token goes on after an outage in which nothing was written")
  void whoever_has_a_token_goes_on_after_an_outage_in_which_nothing_was_written() {
    House.Person person = house.person();
    Tokens first = house.signIn(person).tokens();
    Tokens second = refresh(house, person, first.refresh()).get();
    cable.pull();
    assertThat(refresh(house, person, second.refresh()).code()).isEqualTo(Answer.OUTAGE);
    house.clock().advance(OUTAGE);
    cable.mend();

    assertThat(refresh(house, person, second.refresh()).ok()).isTrue();
  }

  @Test
  @DisplayName("[L21] a store that is merely busy re-opens the grace window for nobody")
  void a_busy_store_re_opens_no_window() {
    House.Person person = house.person();
    Tokens first = house.signIn(person).tokens();
    Tokens second = refresh(house, person, first.refresh()).get();
    house.clock().advance(house.realm().sessions().grace().plusMillis(1));
    cable.crowd();
    assertThat(refresh(house, person, second.refresh()).code()).isEqualTo(Answer.OUTAGE);
    cable.mend();

    assertThat(refresh(house, person, first.refresh()).code()).isEqualTo(REFRESH_REJECTED);

    assertThat(row(first).revocation()).isPresent();
  }

  // ---- any history

  @Test
  @DisplayName("[L20][L21][L29] in any history of refreshes, old tokens, lost ones and time, the"
      + " session does what its five rules say")
  void in_any_history_the_session_does_what_its_rules_say() {
    House other = node();
    House.Person person = house.person();
    RandomHistories.agree(
        30, 40, () -> new SessionModel(this, person, house.signIn(person).tokens(), other));
  }

  // ----

  /** The refresh commits, its answer is lost, and the store is away for that long; the periodic work goes on trying. */
  private void loseTheAnswerIn(Duration outage, House.Person person, Tokens tokens) {
    cable.loseAnswers();
    assertThat(refresh(house, person, tokens.refresh()).code()).isEqualTo(Answer.OUTAGE);
    cable.pull();
    assertThat(Answer.code(house::work)).isEqualTo(Answer.OUTAGE);
    house.clock().advance(outage);
    assertThat(Answer.code(house::work)).isEqualTo(Answer.OUTAGE);
    cable.mend();
  }

  private long fastForwards(House.Person person) {
    return storage.history().of(person.account().id(), OptionalLong.empty(), 500).stream()
        .map(History.Row::event)
        .filter(e -> e.type() == EventType.SESSION_FAST_FORWARDED)
        .count();
  }
}
