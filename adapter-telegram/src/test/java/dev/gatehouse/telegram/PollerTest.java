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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    assertThat(talk.api().lastSaid().text()).contains("go on in the browser");
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
    // by now another has been let try
    for (int i = 0; i < 20 && links() == 0; i++) {
      nap();
      talk.poll();
    }
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
  @DisplayName("[L31] an update that an outage undid is not counted again, and not given up")
  void an_outage_does_not_use_up_what_may_be_said() {
    for (int i = 0; i < 4; i++) {
      talk.api().deliver(message("hello"));
    }
    talk.api().deliver(message("/login"));
    storage.goAwayAt(EventType.LOGIN_LINK_ISSUED);
    Instant now = talk.house().clock().instant();
    for (int i = 0; i < 4; i++) {
      assertThatExceptionOfType(Outage.class).as("" + i).isThrownBy(talk::poll);
      talk.house().clock().set(now);
    }
    storage.goAwayAt();
    talk.poll();
    assertThat(links()).isEqualTo(1);
    assertThat(talk.api().lastSaid().text()).contains("#token=");
  }

  @Test
  @DisplayName(
      "[L41] an update that can not be read is passed over with a warning, and no other with it")
  void what_can_not_be_read_is_passed_over() {
    ObjectNode deep = message("/login");
    ObjectNode within = deep;
    for (int i = 0; i < 40; i++) {
      within = within.putObject("deeper");
    }
    for (ObjectNode update : List.of(
        message("/login"), deep, BotApiServer.message(talk.next(), 815, "/login"), message("x"))) {
      talk.api().deliver(update);
    }
    for (int i = 0; i < 8 && talk.api().said().size() < 3; i++) {
      talk.poll();
    }
    assertThat(talk.api().said().stream().map(BotApiServer.Call::chat))
        .containsExactly(ADA, 815L, ADA);
    assertThat(talk.warnings()).singleElement().asString().contains("passed over");

    talk.api().deliver(message("y".repeat(9 * 1024 * 1024)));
    talk.api().deliver(BotApiServer.message(talk.next(), 99, "/login"));
    for (int i = 0; i < 4 && talk.api().said().size() < 4; i++) {
      talk.poll();
    }
    assertThat(talk.api().lastSaid().chat()).isEqualTo(99);
    assertThat(talk.warnings()).hasSize(2);
  }

  @Test
  @DisplayName("[L41] for what something else answers in its place no update is passed over")
  void a_page_in_its_place_loses_nothing() {
    talk.api().deliver(message("/login"));
    Fault page = Fault.page(200);
    talk.api().fail("getUpdates", page, page, page, page, page);
    for (int i = 0; i < 40 && links() == 0; i++) {
      talk.poll();
      nap();
    }
    assertThat(links()).isEqualTo(1);
    assertThat(talk.warnings()).noneMatch(words -> words.contains("passed over"));
  }

  @Test
  @DisplayName(
      "[L31] a chat that is to be left alone for a while is answered then, and keeps no other waiting")
  void quiet_in_one_chat_is_no_quiet_in_others() {
    talk.api().fail("sendMessage", Fault.retryAfter(30));
    talk.api().deliver(message("/login"));
    talk.api().deliver(BotApiServer.message(talk.next(), 815, "/login"));
    Instant began = talk.house().clock().instant();
    talk.poll();
    assertThat(talk.api().said().stream().map(BotApiServer.Call::chat)).containsExactly(815L);
    assertThat(since(began)).isLessThan(Duration.ofSeconds(3));

    talk.api().deliver(BotApiServer.message(talk.next(), 816, "/login"));
    while (talk.api().said().size() < 3) {
      talk.poll();
    }
    assertThat(talk.api().said().stream().map(BotApiServer.Call::chat))
        .containsExactly(815L, 816L, ADA);
    assertThat(talk.api().lastSaid().text()).as("and the link itself").contains("#token=");
    assertThat(since(began)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(35));
    assertThat(links()).isEqualTo(3);
    talk.api().deliver(BotApiServer.message(talk.next(), 817, "hello"));
    talk.poll();
    assertThat(talk.api().unconfirmed()).as("all others are given up there").hasSize(1);
    assertThat(talk.warnings()).isEmpty();
  }

  @Test
  @DisplayName(
      "[L31] a chat that is to be left alone does not hold back who comes behind a hundred updates")
  void quiet_in_one_chat_holds_no_hundred_up() {
    talk.api().fail("sendMessage", Fault.retryAfter(50));
    talk.api().deliver(message("/login"));
    for (int n = 1; n < 100; n++) {
      talk.api().deliver(BotApiServer.message(talk.next(), 900 + n, "/login"));
    }
    talk.api().deliver(BotApiServer.message(talk.next(), 815, "/login"));
    Instant began = talk.house().clock().instant();
    while (talk.api().said().stream().noneMatch(said -> said.chat() == 815)) {
      talk.poll();
    }
    assertThat(since(began)).isLessThan(Duration.ofSeconds(50));
    assertThat(talk.warnings()).singleElement().asString().contains("given up");
  }

  private Duration since(Instant then) {
    return Duration.between(then, talk.house().clock().instant());
  }

  @Test
  @DisplayName("[L41] who dies while a chat is to be left alone leaves its update to the next")
  void what_waits_for_its_chat_is_not_lost() {
    talk.api().fail("sendMessage", Fault.retryAfter(30));
    talk.api().deliver(message("/login"));
    talk.api().deliver(BotApiServer.message(talk.next(), 815, "/login"));
    talk.poll();
    Talk next = talk.another();
    talk.house().clock().advance(Poller.LEASE);
    next.poll();
    assertThat(links()).as("none of them twice").isEqualTo(2);
    assertThat(talk.api().said().stream().map(BotApiServer.Call::chat)).contains(ADA);
  }

  @Test
  void quiet_for_a_day_gives_one_answer_up_and_silences_nobody_else() {
    talk.api().fail("sendMessage", Fault.retryAfter(86_400));
    talk.api().deliver(message("/login"));
    talk.api().deliver(BotApiServer.message(talk.next(), 815, "/login"));
    Instant began = talk.house().clock().instant();
    talk.poll();
    assertThat(talk.warnings()).singleElement().asString().contains("given up");
    assertThat(links()).as("done for both").isEqualTo(2);
    assertThat(talk.api().lastSaid().chat()).isEqualTo(815);
    assertThat(since(began)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void quiet_that_several_chats_are_told_of_is_kept_in_all_of_them() {
    Fault quiet = Fault.retryAfter(5);
    talk.api().fail("sendMessage", quiet, quiet, quiet);
    for (int person = 1; person <= 4; person++) {
      talk.api().deliver(BotApiServer.message(talk.next(), person, "/login"));
    }
    Instant began = talk.house().clock().instant();
    talk.poll();
    assertThat(since(began)).isGreaterThan(Duration.ofSeconds(4));
    while (talk.api().said().size() < 4) {
      talk.poll();
    }
    assertThat(since(began)).isLessThan(Duration.ofSeconds(10));
    assertThat(links()).isEqualTo(4);
  }

  @Test
  void quiet_for_a_day_that_polls_are_told_of_is_kept_for_a_minute() {
    talk.api().fail("getUpdates", Fault.retryAfter(86_400));
    talk.api().deliver(message("/login"));
    Instant began = talk.house().clock().instant();
    for (int i = 0; i < 60 && links() == 0; i++) {
      talk.poll();
      nap();
    }
    assertThat(links()).isEqualTo(1);
    assertThat(since(began)).isBetween(Duration.ofSeconds(55), Duration.ofMinutes(2));
  }

  @Test
  @DisplayName("[L41] who leads and can not fetch lets another try")
  void whose_way_out_is_broken_hands_over() {
    Fault reset = Fault.reset();
    talk.api().fail("getUpdates", java.util.Collections.nCopies(500, reset).toArray(Fault[]::new));
    Talk other = talk.elsewhere();
    other.api().deliver(message("/login"));
    Instant began = talk.house().clock().instant();
    while (other.leads().isEmpty() && since(began).compareTo(Duration.ofMinutes(3)) < 0) {
      talk.poll();
      other.run("telegram-lease");
      talk.house().clock().advance(Poller.RENEWAL);
    }
    assertThat(other.leads()).containsExactly(true);
    assertThat(talk.leads()).containsExactly(true, false);
    assertThat(since(began)).isLessThan(Duration.ofMinutes(1).plusSeconds(10));
    other.poll();
    assertThat(links()).isEqualTo(1);

    // and when nobody else is there it goes on by itself
    other.close();
    talk.house().clock().advance(Duration.ofMinutes(1));
    talk.run("telegram-lease");
    assertThat(talk.leads()).containsExactly(true, false, true);
  }

  @Test
  void an_update_that_breaks_whoever_deals_with_it_is_given_up_after_some_tries() {
    for (Error broken : List.of(new NoClassDefFoundError("of theirs"), new StackOverflowError())) {
      Talk theirs = Talk.with(Telegram.Places.NONE, command -> {
        throw broken;
      });
      theirs.api().deliver(BotApiServer.message(theirs.next(), ADA, "/price"));
      theirs.api().deliver(BotApiServer.message(theirs.next(), ADA, "/login"));
      for (int i = 0; i < 2; i++) {
        assertThatExceptionOfType(broken.getClass()).isThrownBy(theirs::poll);
      }
      theirs.poll();
      assertThat(theirs.warnings()).singleElement().asString().contains("given up");
      assertThat(theirs.api().lastSaid().text()).contains("#token=");
      theirs.close();
    }
  }

  @Test
  @DisplayName("[L41] what a machine without memory could not deal with is not given up")
  void an_update_is_not_to_blame_for_the_machine() {
    Talk theirs = Talk.with(Telegram.Places.NONE, command -> {
      throw new OutOfMemoryError("as if");
    });
    theirs.api().deliver(BotApiServer.message(theirs.next(), ADA, "/price"));
    Instant began = theirs.house().clock().instant();
    for (int i = 0; i < 4; i++) {
      assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(theirs::poll);
    }
    assertThat(Duration.between(began, theirs.house().clock().instant()))
        .as("and is not tried without a pause")
        .isGreaterThan(Duration.ofSeconds(5));
    assertThat(theirs.api().unconfirmed()).hasSize(1);
    assertThat(theirs.warnings()).isEmpty();
    theirs.close();
  }

  @Test
  @DisplayName(
      "[L41] who is told to stop finishes the update in hand, and only then lets another go on")
  void the_update_in_hand_is_finished() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch may = new CountDownLatch(1);
    talk.api().fail("sendMessage", Fault.late(begun, may));
    talk.api().deliver(message("/login"));
    talk.api().deliver(BotApiServer.message(talk.next(), 815, "/login"));
    Talk other = talk.another();

    CompletableFuture<Void> polling = CompletableFuture.runAsync(talk::poll);
    begun.await();
    CompletableFuture<Void> stopping = CompletableFuture.runAsync(() -> {
      try {
        talk.bot().close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> stopping.get(200, TimeUnit.MILLISECONDS));
    other.run("telegram-lease");
    assertThat(other.leads()).as("not yet").isEmpty();
    may.countDown();
    stopping.get(10, TimeUnit.SECONDS);
    polling.get(10, TimeUnit.SECONDS);

    talk.run("telegram-lease");
    other.poll();
    assertThat(other.leads()).containsExactly(true);
    assertThat(talk.api().said().stream().map(BotApiServer.Call::chat))
        .as("the first was told what it asked for, and is not told again")
        .containsExactly(815L);
    assertThat(links()).isEqualTo(2);
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
