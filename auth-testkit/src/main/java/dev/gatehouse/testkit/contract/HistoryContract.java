package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.ClientAddress;
import dev.gatehouse.port.History;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What {@link History} promises of the events that units record. */
public abstract class HistoryContract extends StorageContract {

  @TestFactory
  Stream<DynamicTest> an_event_comes_back_as_it_was_recorded() {
    Account account = someone();
    Event plain = event(account.id(), "plain");
    return Stream.concat(
            Stream.of(EventType.values())
                .map(type -> new Event(
                    type,
                    now,
                    plain.realm(),
                    Actor.owner(account.id()),
                    plain.subject(),
                    Optional.empty(),
                    Optional.empty(),
                    "type")),
            Stream.of(
                plain,
                plain.about(Fixtures.sessionId(account.id(), now)).because("session"),
                new Event(
                    plain.type(),
                    now,
                    Optional.empty(),
                    Actor.SYSTEM,
                    plain.subject(),
                    Optional.empty(),
                    Optional.empty(),
                    ""),
                from(
                    plain,
                    Actor.STRANGER,
                    new Event.Origin(Fixtures.ELSEWHERE, "é".repeat(Client.MAX_USER_AGENT))),
                from(
                    plain,
                    Actor.operator("keys \"rotate\" 🦊"),
                    new Event.Origin(new ClientAddress("203.0.113.9"), "")),
                from(
                    plain,
                    new Actor(Actor.Kind.STAFF, Fixtures.accountId().toString()),
                    new Event.Origin(Fixtures.ADDRESS, "'; \\ %s")),
                new Event(
                    plain.type(),
                    now.minus(Duration.ofDays(40)),
                    plain.realm(),
                    Actor.SYSTEM,
                    plain.subject(),
                    Optional.empty(),
                    Optional.empty(),
                    "last month")))
        .map(event ->
            DynamicTest.dynamicTest("[L44] " + event.type() + " " + event.reason(), () -> {
              record(event);
              assertThat(newest(account.id(), 100))
                  .extracting(History.Row::event)
                  .containsOnlyOnce(event);
            }));
  }

  @Test
  void what_happened_is_listed_newest_first_and_no_more_than_asked_for() {
    AccountId account = someone().id();
    recordInTurn(account, 5);

    assertThat(newest(account, 3))
        .extracting(row -> row.event().reason())
        .containsExactly("4", "3", "2");
    assertThat(newest(account, 10))
        .extracting(row -> row.event().reason())
        .containsExactly("4", "3", "2", "1", "0");
  }

  @Test
  void positions_fall_along_the_list_and_a_page_begins_behind_the_position_given() {
    AccountId account = someone().id();
    recordInTurn(account, 5);

    List<History.Row> all = newest(account, 5);
    assertThat(all)
        .extracting(History.Row::position)
        .isSortedAccordingTo(java.util.Comparator.reverseOrder())
        .doesNotHaveDuplicates();
    for (int n = 0; n < 5; n++) {
      assertThat(engine().history().of(account, OptionalLong.of(all.get(n).position()), 2))
          .isEqualTo(all.subList(n + 1, Math.min(n + 3, 5)));
    }
  }

  @Test
  void paging_gives_every_event_once_even_those_of_one_instant() {
    AccountId account = someone().id();
    change(unit -> IntStream.range(0, 9).forEach(n -> unit.record(event(account, "" + n))));

    List<String> paged = new ArrayList<>();
    List<History.Row> page = newest(account, 2);
    while (!page.isEmpty() && paged.size() < 20) {
      page.forEach(row -> paged.add(row.event().reason()));
      page = engine()
          .history()
          .of(account, OptionalLong.of(page.get(page.size() - 1).position()), 2);
    }

    assertThat(paged).containsExactly("8", "7", "6", "5", "4", "3", "2", "1", "0");
  }

  @Test
  void another_account_s_events_and_those_about_nobody_are_not_listed() {
    Account account = someone();
    Account other = someone();
    record(event(other.id(), "other"));
    record(Event.of(EventType.KEY_CREATED, now, Optional.empty(), Actor.owner(account.id())));

    assertThat(newest(account.id(), 10)).isEmpty();
    assertThat(newest(other.id(), 10)).hasSize(1);
    assertThat(newest(Fixtures.accountId(), 10)).isEmpty();
  }

  @Test
  @DisplayName("[L44] no event of many that are recorded at once is lost")
  void no_event_of_many_that_are_recorded_at_once_is_lost() {
    AccountId account = someone().id();

    Race.rounds(round -> Race.of(Race.RACERS, n -> {
      record(event(account, round + "." + n));
      return n;
    }));

    assertThat(newest(account, 10_000))
        .hasSize(Race.ROUNDS * Race.RACERS)
        .extracting(row -> row.event().reason())
        .doesNotHaveDuplicates();
  }

  private Event event(AccountId account, String reason) {
    return Event.of(
            EventType.PROFILE_UPDATED, now, Optional.of(Fixtures.realm()), Actor.owner(account))
        .about(account)
        .because(reason);
  }

  private static Event from(Event event, Actor actor, Event.Origin origin) {
    return new Event(
        event.type(),
        event.at(),
        event.realm(),
        actor,
        event.subject(),
        event.session(),
        Optional.of(origin),
        event.reason());
  }

  private void recordInTurn(AccountId account, int count) {
    for (int n = 0; n < count; n++) {
      Event event = event(account, "" + n);
      record(new Event(
          event.type(),
          now.plusSeconds(n),
          event.realm(),
          event.actor(),
          event.subject(),
          event.session(),
          event.origin(),
          event.reason()));
    }
  }

  private void record(Event event) {
    change(unit -> unit.record(event));
  }

  private List<History.Row> newest(AccountId account, int limit) {
    return engine().history().of(account, OptionalLong.empty(), limit);
  }
}
