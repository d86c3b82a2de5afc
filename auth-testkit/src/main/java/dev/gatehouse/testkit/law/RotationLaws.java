package dev.gatehouse.testkit.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.session.RefreshToken;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.port.History;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Refresh tokens: who is honest stays signed in, who has an old one ends exactly that session. */
public abstract class RotationLaws extends SessionLaws {
  private static final Duration TICK = Duration.ofMillis(1);

  // ---- concurrent refreshes

  @Test
  @DisplayName(
      "[L20] concurrent refreshes with one token, on two nodes, all get the same successor and"
          + " the session moves on by one")
  void concurrent_refreshes_with_one_token_all_get_the_same_successor() {
    House other = node();
    House.Person person = house.person();
    Race.rounds(round -> {
      Tokens start = house.signIn(person).tokens();
      RefreshToken current = start.refresh();
      for (int step = 1; step <= 3; step++) {
        RefreshToken presented = current;
        List<Tokens> answers = Race.of(
            8,
            racer -> refresh(racer % 2 == 0 ? house : other, person, presented).get());

        assertThat(answers)
            .extracting(t -> t.refresh().reveal())
            .containsOnly(answers.get(0).refresh().reveal());
        assertThat(answers).allSatisfy(t -> {
          assertThat(verify(house, t).ok()).isTrue();
          assertThat(verify(other, t).ok()).isTrue();
        });
        assertThat(row(start).generation()).isEqualTo(step);
        current = answers.get(0).refresh();
      }
      assertThat(refresh(other, person, current).ok()).isTrue();
    });
  }

  @Test
  @DisplayName("[L20] of concurrent refreshes one is told as a refresh, the others as its replays")
  void one_of_concurrent_refreshes_writes_and_the_others_are_replays() {
    House.Person person = house.person();
    Race.rounds(round -> {
      Tokens tokens = house.signIn(person).tokens();
      house.events().clear();

      Race.of(Race.RACERS, racer -> refresh(house, person, tokens.refresh()).get());

      assertThat(told(house, EventType.REFRESHED)).hasSize(1);
      assertThat(told(house, EventType.REFRESH_REPLAYED)).hasSize(Race.RACERS - 1);
    });
  }

  @Test
  @DisplayName("[L20] a client whose answer was lost gets it by asking again")
  void a_client_whose_answer_was_lost_gets_it_by_asking_again() {
    House.Person person = house.person();
    Tokens tokens = house.signIn(person).tokens();
    cable.loseAnswers();
    assertThat(refresh(house, person, tokens.refresh()).code()).isEqualTo(Answer.OUTAGE);
    assertThat(row(tokens).generation()).isEqualTo(1);
    cable.mend();

    Tokens again = refresh(house, person, tokens.refresh()).get();

    assertThat(claim(again.refresh()).generation()).isEqualTo(1);
    assertThat(refresh(house, person, again.refresh()).ok()).isTrue();
  }

  // ---- the token before the current one

  @Test
  @DisplayName(
      "[L20][L21] a token one step old gets the same successor up to the end of the grace window,"
          + " and nothing is written")
  void a_token_one_step_old_gets_the_same_successor_up_to_the_end_of_the_grace_window() {
    House.Person person = house.person();
    Tokens first = house.signIn(person).tokens();
    Tokens second = refresh(house, person, first.refresh()).get();
    Session before = row(first);

    for (Duration later : List.of(Duration.ZERO, grace().dividedBy(2), grace().dividedBy(2))) {
      house.clock().advance(later);
      Tokens replayed = refresh(house, person, first.refresh()).get();
      assertThat(replayed.refresh().reveal()).isEqualTo(second.refresh().reveal());
      assertThat(verify(house, replayed).ok()).isTrue();
    }

    assertThat(row(first)).isEqualTo(before);
  }

  @Test
  @DisplayName("[L21] a token one step old ends its session after the grace window; replays do not"
      + " prolong the window")
  void a_token_one_step_old_ends_its_session_after_the_grace_window() {
    House.Person person = house.person();
    Tokens first = house.signIn(person).tokens();
    Tokens second = refresh(house, person, first.refresh()).get();
    house.clock().advance(grace());
    assertThat(refresh(house, person, first.refresh()).ok()).isTrue();
    house.clock().advance(TICK);

    assertThat(refresh(house, person, first.refresh()).code()).isEqualTo(REFRESH_REJECTED);

    assertEnded(person, second);
  }

  @Test
  @DisplayName("[L21] a replay from another network or program is told as such")
  void a_replay_from_elsewhere_is_told() {
    House.Person person = house.person();
    Tokens first = house.signIn(person).tokens();
    refresh(house, person, first.refresh()).get();

    refresh(house, person.at(house.client()), first.refresh()).get();

    assertThat(told(house, EventType.REFRESH_REPLAYED_ELSEWHERE))
        .singleElement()
        .satisfies(e -> assertThat(e.session()).contains(first.claims().session()));
  }

  // ---- older tokens

  @Test
  @DisplayName("[L21] a token two steps old ends exactly its own session, at once, with event,"
      + " audit row and a mail to the owner")
  void a_token_two_steps_old_ends_exactly_its_own_session() {
    House.Person person = reachable();
    House.Person stranger = house.person();
    Tokens stolen = house.signIn(person).tokens();
    Tokens elsewhere = house.signIn(person).tokens();
    Tokens strangers = house.signIn(stranger).tokens();
    Tokens second = refresh(house, person, stolen.refresh()).get();
    Tokens third = refresh(house, person, second.refresh()).get();
    house.events().clear();

    assertThat(refresh(house, stranger, stolen.refresh()).code()).isEqualTo(REFRESH_REJECTED);

    assertEnded(person, third);
    SessionId ended = stolen.claims().session();
    assertThat(told(house, EventType.REFRESH_TOKEN_REUSED)).hasSize(1);
    assertThat(audited(person, EventType.REFRESH_TOKEN_REUSED, ended)).isEqualTo(1);
    assertThat(audited(person, EventType.SESSION_ENDED, ended)).isEqualTo(1);
    house.work();
    assertThat(warnings(person)).hasSize(1);
    for (House.Person other : List.of(person, stranger)) {
      Tokens theirs = other.equals(person) ? elsewhere : strangers;
      assertThat(verify(house, theirs).ok()).isTrue();
      assertThat(refresh(house, other, theirs.refresh()).ok()).isTrue();
    }
  }

  @Test
  @DisplayName("[L21] what is tried with any token of an ended session changes nothing, and is"
      + " not told or mailed again")
  void an_ended_session_is_ended_once() {
    House.Person person = reachable();
    Tokens first = house.signIn(person).tokens();
    Tokens second = refresh(house, person, first.refresh()).get();
    refresh(house, person, second.refresh()).get();

    for (int generations = 0; generations <= 5; generations++) {
      assertThat(refresh(house, person, later(first.refresh(), generations)).code())
          .isEqualTo(REFRESH_REJECTED);
    }

    house.work();
    assertThat(warnings(person)).hasSize(1);
    assertThat(audited(person, EventType.SESSION_ENDED, first.claims().session()))
        .isEqualTo(1);
  }

  @Test
  @DisplayName("[L21] racing old tokens end the session once")
  void racing_old_tokens_end_the_session_once() {
    House other = node();
    Race.rounds(round -> {
      House.Person person = reachable();
      Tokens first = house.signIn(person).tokens();
      Tokens second = refresh(house, person, first.refresh()).get();
      Tokens third = refresh(house, person, second.refresh()).get();

      List<String> codes = Race.of(
          Race.RACERS,
          racer ->
              refresh(racer % 2 == 0 ? house : other, person, first.refresh()).code());

      assertThat(codes).containsOnly(REFRESH_REJECTED);
      catchUp(house);
      assertEnded(person, third);
      assertThat(audited(person, EventType.REFRESH_TOKEN_REUSED, first.claims().session()))
          .isEqualTo(1);
      house.work();
      other.work();
      assertThat(warnings(person).size() + other.mails().sentTo(address(person)).size())
          .isEqualTo(1);
    });
  }

  @Test
  @DisplayName(
      "[L34][L45] the owner is warned of ten such sessions an hour and of no more, and of ten in the next, however many there are")
  void the_owner_is_warned_of_ten_an_hour() {
    House.Person person = reachable();
    for (int hour = 0; hour < 3; hour++) {
      for (int ended = 1; ended <= 12; ended++) {
        reused(person);
        house.work();
        assertThat(warnings(person)).hasSize(10 * hour + Math.min(ended, 10));
      }
      house.clock().advance(Duration.ofHours(1));
    }
  }

  private void reused(House.Person person) {
    Tokens first = house.signIn(person).tokens();
    Tokens second = refresh(house, person, first.refresh()).get();
    refresh(house, person, second.refresh()).get();
    Race.of(Race.RACERS, racer -> refresh(house, person, first.refresh()).code());
  }

  @Test
  @DisplayName("[L21] an old token racing the owner's refreshes always ends the session, and"
      + " nothing that anybody got is good after")
  void an_old_token_racing_the_owner_always_ends_the_session() {
    House.Person person = house.person();
    Race.rounds(150, round -> {
      Tokens first = house.signIn(person).tokens();
      Tokens second = refresh(house, person, first.refresh()).get();
      Tokens third = refresh(house, person, second.refresh()).get();

      List<Answer<Tokens>> answers = Race.between(List.of(
          () -> refresh(house, person, first.refresh()),
          () -> refresh(house, person, third.refresh()),
          () -> refresh(house, person, third.refresh())));

      assertThat(answers.get(0).code()).isEqualTo(REFRESH_REJECTED);
      assertEnded(person, third);
      answers.stream().flatMap(a -> a.value().stream()).forEach(got -> assertEnded(person, got));
    });
  }

  // ---- what is no token of ours

  @Test
  @DisplayName("[L21][L25] a refresh token changed in any one character is refused without asking"
      + " the store, and ends nothing")
  void a_refresh_token_changed_in_any_character_is_refused_without_asking_the_store() {
    House.Person person = house.person();
    Tokens tokens = house.signIn(person).tokens();
    String good = tokens.refresh().reveal();
    cable.pull();

    IntStream.range(0, good.length()).forEach(at -> {
      for (char wrong : List.of('A', 'B', '_', '=', '\u00e4', '\0')) {
        if (good.charAt(at) != wrong) {
          String bad = good.substring(0, at) + wrong + good.substring(at + 1);
          assertThat(refresh(house, person, new RefreshToken(bad)).code())
              .as("character %d replaced by %s", at, wrong)
              .isEqualTo(REFRESH_REJECTED);
        }
      }
    });

    cable.mend();
    assertThat(refresh(house, person, tokens.refresh()).ok()).isTrue();
  }

  // ----

  private Duration grace() {
    return house.realm().sessions().grace();
  }

  private static List<Event> told(House node, EventType type) {
    return node.events(type);
  }

  /** Neither the token nor its access token nor any successor is good, here and at once. */
  private void assertEnded(House.Person person, Tokens tokens) {
    assertThat(row(tokens).revocation()).isPresent();
    assertThat(refresh(house, person, tokens.refresh()).code()).isEqualTo(REFRESH_REJECTED);
    assertThat(verify(house, tokens).code()).isEqualTo(TOKEN_REJECTED);
  }

  private long audited(House.Person person, EventType type, SessionId session) {
    return storage.history().of(person.account().id(), OptionalLong.empty(), 500).stream()
        .map(History.Row::event)
        .filter(e -> e.type() == type && e.session().filter(session::equals).isPresent())
        .count();
  }

  private static EmailAddress address(House.Person person) {
    return person.account().email().orElseThrow();
  }

  private List<Mail> warnings(House.Person person) {
    return house.mails().sentTo(address(person)).stream()
        .filter(mail -> mail.kind() == Mail.Kind.SESSION_REUSED)
        .toList();
  }
}
