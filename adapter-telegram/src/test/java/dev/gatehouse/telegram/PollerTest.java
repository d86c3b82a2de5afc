package dev.gatehouse.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.application.handshake.BeginHandshake;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.port.Outage;
import dev.gatehouse.telegram.BotApiServer.Fault;
import dev.gatehouse.testkit.fake.InMemoryStorage;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.WatchedStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Fetching updates: none is lost, and nothing is done twice. */
class PollerTest {
  private static final long ADA = 4711;

  private final WatchedStorage storage = WatchedStorage.over(new InMemoryStorage());
  private final Talk talk = Talk.in(House.over(storage));

  @AfterEach
  void close() {
    talk.close();
  }

  private ObjectNode message(String text) {
    return BotApiServer.message(talk.next(), ADA, text);
  }

  private long links() {
    return storage.rows(EventType.LOGIN_LINK_ISSUED).size();
  }

  private void nap() {
    talk.house().clock().advance(Duration.ofSeconds(3));
  }

  @Test
  void what_was_dealt_with_is_given_up_there_and_only_then() {
    ObjectNode first = message("/login");
    talk.api().deliver(first);
    talk.poll();
    assertThat(talk.api().unconfirmed()).as("not yet").hasSize(1);
    ObjectNode second = message("hello");
    talk.api().deliver(second);
    nap();
    talk.poll();
    assertThat(talk.api().unconfirmed())
        .containsExactly(second.path("update_id").asLong());
    assertThat(links()).isEqualTo(1);
  }

  @Test
  @DisplayName("[L41] a node that dies before it commits loses nothing: the next one does it")
  void dying_before_the_commit_loses_nothing() {
    talk.api().deliver(message("/login"));
    storage.goAwayAt(EventType.LOGIN_LINK_ISSUED);
    assertThatExceptionOfType(Outage.class).isThrownBy(talk::poll);
    assertThat(links()).isZero();
    storage.goAwayAt();

    Talk next = talk.another();
    talk.house().clock().advance(Poller.LEASE);
    next.poll();

    assertThat(links()).isEqualTo(1);
    assertThat(talk.api().lastSaid().text()).contains("#token=");
  }

  @Test
  @DisplayName(
      "[L41] one that dies after the commit and before the answer has done it once, and it is answered")
  void dying_after_the_commit_does_nothing_twice() {
    BeginHandshake.Begun begun = talk.begin();
    talk.says(ADA, "/start auth_" + begun.id().text());
    nap();
    talk.api().deliver(message(begun.match().reveal()));
    talk.api().fail("sendMessage", Fault.retryAfter(60));
    talk.poll();
    assertThat(storage.rows(EventType.HANDSHAKE_CONFIRMED)).hasSize(1);
    int said = talk.api().said().size();

    Talk next = talk.another();
    talk.house().clock().advance(Poller.LEASE);
    next.poll();

    assertThat(storage.rows(EventType.HANDSHAKE_CONFIRMED)).hasSize(1);
    assertThat(storage.rows(EventType.HANDSHAKE_FAILED)).isEmpty();
    assertThat(talk.api().said()).hasSize(said + 1);
    assertThat(talk.api().lastSaid().text()).contains("being signed in");
  }

  @Test
  @DisplayName("[L41] of two nodes one fetches; the other does when it is gone, within ten seconds")
  void one_fetches_and_another_takes_its_place() {
    Talk other = talk.another();
    other.run("telegram-lease");
    assertThat(other.leads()).isEmpty();
    talk.api().deliver(message("/login"));
    other.run("telegram-poll");
    assertThat(talk.api().polls()).as("it does not ask").isZero();
    talk.poll();
    assertThat(links()).isEqualTo(1);

    // the first is never heard of again; the other looks every two seconds
    talk.api().deliver(message("/login"));
    Instant died = talk.house().clock().instant();
    while (other.leads().isEmpty()) {
      talk.house().clock().advance(Poller.RENEWAL);
      other.run("telegram-lease");
    }
    assertThat(Duration.between(died, talk.house().clock().instant()))
        .isLessThanOrEqualTo(Duration.ofSeconds(8));
    other.poll();
    assertThat(links()).isEqualTo(2);
  }

  @Test
  void who_stops_lets_another_go_on_at_once() throws Exception {
    Talk other = talk.another();
    talk.bot().close();
    other.run("telegram-lease");
    assertThat(other.leads()).containsExactly(true);
    talk.run("telegram-poll");
    assertThat(talk.api().polls()).isZero();
  }

  @Test
  @DisplayName("[L02] two that both believe to lead do nothing twice")
  void two_leaders_do_nothing_twice() {
    ObjectNode login = message("/login");
    talk.api().deliver(login);
    Talk other = talk.another();
    talk.poll();
    // as after a pause of the whole machine: the first has not yet heard that it is another's turn
    talk.house().clock().advance(Poller.LEASE);
    other.run("telegram-lease");
    assertThat(other.deal(login)).contains("made already");
    assertThat(links()).isEqualTo(1);
  }

  @Test
  void a_second_poller_elsewhere_is_waited_for_and_told_of_once() {
    talk.api().fail("getUpdates", Fault.code(409), Fault.code(409), Fault.code(409));
    Instant began = talk.house().clock().instant();
    for (int i = 0; i < 3; i++) {
      talk.poll();
    }
    assertThat(talk.warnings()).hasSize(1).first().asString().contains("webhook");
    assertThat(Duration.between(began, talk.house().clock().instant()))
        .isGreaterThan(Duration.ofSeconds(6));
    talk.api().deliver(message("/login"));
    talk.poll();
    assertThat(links()).isEqualTo(1);
  }

  @Test
  void failures_of_every_kind_lose_nothing() {
    talk.api().deliver(message("/login"));
    talk.api()
        .fail(
            "getUpdates",
            Fault.code(500),
            Fault.reset(),
            Fault.retryAfter(5),
            Fault.page(502),
            Fault.code(401));
    for (int i = 0; i < 5; i++) {
      talk.poll();
      assertThat(links()).isZero();
    }
    talk.poll();
    assertThat(links()).isEqualTo(1);
  }

  @Test
  void who_has_blocked_the_bot_keeps_nobody_waiting() {
    talk.api().deliver(message("/login"));
    talk.api().deliver(BotApiServer.message(talk.next(), 815, "hello"));
    talk.api().fail("sendMessage", Fault.code(403));
    talk.poll();
    assertThat(talk.api().said()).hasSize(1);
    assertThat(talk.api().lastSaid().chat()).isEqualTo(815);
  }

  @Test
  void an_answer_that_can_never_be_given_is_given_up_after_some_tries() {
    talk.api().deliver(message("/login"));
    talk.api()
        .fail(
            "sendMessage",
            java.util.stream.Stream.generate(() -> Fault.code(500))
                .limit(200)
                .toArray(Fault[]::new));
    for (int i = 0; i < 6 && talk.warnings().stream().noneMatch(w -> w.contains("given up")); i++) {
      talk.house().clock().advance(Duration.ofMinutes(2));
      talk.poll();
    }
    assertThat(talk.warnings()).anyMatch(words -> words.contains("given up"));
    assertThat(links()).isEqualTo(1);
  }

  @Test
  @DisplayName("[L41] numbers that begin anew lower, after days of silence, are not passed over")
  void a_position_is_forgotten_after_days_of_silence() {
    talk.api().deliver(BotApiServer.message(900_000, ADA, "/login"));
    talk.poll();
    talk.house().clock().advance(Duration.ofDays(8));
    talk.api().daysPass();
    talk.api().deliver(BotApiServer.message(17, ADA, "/login"));
    talk.poll();
    assertThat(links()).isEqualTo(2);
    nap();
    talk.api().deliver(BotApiServer.message(18, ADA, "/login"));
    talk.poll();
    assertThat(links()).isEqualTo(3);
    assertThat(talk.api().unconfirmed()).doesNotContain(17L);
  }

  @Test
  void what_is_no_update_is_passed_over() {
    ObjectNode odd = BotApiServer.message(talk.next(), ADA, "/login");
    odd.remove("message");
    odd.put("something_new", true);
    talk.api().deliver(odd);
    talk.api().deliver(message("/login"));
    talk.poll();
    assertThat(links()).isEqualTo(1);
    assertThat(List.copyOf(talk.warnings())).isEmpty();
  }
}
