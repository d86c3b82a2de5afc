package dev.gatehouse.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.telegram.BotApiServer.Fault;
import dev.gatehouse.telegram.Telegram.BotListener;
import dev.gatehouse.telegram.Telegram.BotSettings;
import dev.gatehouse.telegram.Telegram.BotToken;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.MovableClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The Bot API over real sockets, failing in each way that it does. */
class BotApiTest {
  private static final long CHAT = 4711;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final BotApiServer server = new BotApiServer();
  private final MovableClock clock = MovableClock.started();
  private final List<String> heard = new ArrayList<>();
  private final List<String> warned = new ArrayList<>();
  private final BotApi api = api(server.root());

  @AfterEach
  void close() {
    server.close();
  }

  private BotApi api(URI root) {
    return new BotApi(
        wire(root),
        clock,
        bytes -> System.arraycopy(Fixtures.bytes(bytes.length), 0, bytes, 0, bytes.length),
        clock::advance,
        new BotListener() {
          @Override
          public void warned(String words) {
            warned.add(words);
          }

          @Override
          public void asked(String method, String outcome) {
            heard.add(method + " " + outcome);
          }
        });
  }

  private static BotWire wire(URI root) {
    return new BotWire(Talk.CLIENT, root, new BotToken(BotApiServer.TOKEN));
  }

  private boolean say() {
    return api.say(
        Saying.of("sendMessage", CHAT, Reply.of("hello").parameters(CHAT)), PATIENCE, PATIENCE);
  }

  @Test
  void a_message_is_sent_as_plain_text_without_a_preview_of_its_links() {
    assertThat(say()).isTrue();
    BotApiServer.Call call = server.lastSaid();
    assertThat(call.chat()).isEqualTo(CHAT);
    assertThat(call.text()).isEqualTo("hello");
    assertThat(call.asked().path("link_preview_options").path("is_disabled").asBoolean())
        .isTrue();
  }

  @Test
  void whoever_asks_for_quiet_is_asked_nothing_until_then() {
    Instant began = clock.instant();
    server.fail("sendMessage", Fault.retryAfter(7));
    assertThat(say()).isTrue();
    assertThat(Duration.between(began, clock.instant()))
        .isBetween(Duration.ofSeconds(7), Duration.ofSeconds(9));
    assertThat(heard).containsExactly("sendMessage 429", "sendMessage ok");
  }

  @Test
  void quiet_for_longer_than_there_is_patience_is_left_to_another_time() {
    Instant began = clock.instant();
    server.fail("sendMessage", Fault.retryAfter(60));
    assertThatExceptionOfType(Unanswered.class).isThrownBy(this::say);
    assertThat(api.quiet()).as("in that chat alone").isZero();
    assertThatExceptionOfType(Unanswered.class).isThrownBy(this::say);
    assertThat(heard).as("not asked meanwhile").containsExactly("sendMessage 429");
    clock.set(began.plusSeconds(61));
    assertThat(say()).isTrue();
  }

  @TestFactory
  Stream<DynamicTest> what_passes_is_tried_again() {
    return Stream.of(
            Fault.code(500), Fault.code(503), Fault.page(502), Fault.reset(), Fault.code(504))
        .map(fault -> DynamicTest.dynamicTest(fault.getClass().getSimpleName(), () -> {
          int before = server.said().size();
          server.fail("sendMessage", fault, fault);
          assertThat(say()).isTrue();
          assertThat(server.said()).hasSize(before + 1);
        }));
  }

  @Test
  void a_lost_answer_says_it_twice_rather_than_never() {
    server.fail("sendMessage", BotApiServer.LOST_ANSWER);
    assertThat(say()).isTrue();
    assertThat(server.said()).hasSize(2);
  }

  @Test
  void what_will_never_be_is_not_tried_again() {
    for (int code : new int[] {403, 400, 404}) {
      server.fail("sendMessage", Fault.code(code));
      assertThat(say()).as("" + code).isFalse();
    }
    assertThat(heard).containsExactly("sendMessage 403", "sendMessage 400", "sendMessage 404");
  }

  @Test
  void what_a_proxy_answers_is_no_word_of_telegram_s() {
    for (int code : new int[] {403, 407, 413, 429, 400}) {
      int before = server.said().size();
      server.fail("sendMessage", Fault.page(code));
      assertThat(say()).as("" + code).isTrue();
      assertThat(server.said()).hasSize(before + 1);
    }
    server.fail("getMe", Fault.page(404));
    assertThatExceptionOfType(Unanswered.class)
        .isThrownBy(api::username)
        .satisfies(none -> assertThat(none.code()).isZero());
  }

  @Test
  void the_waits_grow_and_are_not_all_the_same() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), bytes -> {
      System.arraycopy(Fixtures.bytes(bytes.length), 0, bytes, 0, bytes.length);
    });
    for (int failures = 1; failures < 70; failures++) {
      long whole = Math.min(30_000, 1000L << Math.min(16, failures - 1));
      assertThat(backoff.after(failures).toMillis()).isBetween(whole / 2, whole);
    }
    assertThat(Stream.generate(() -> backoff.after(5)).limit(20).distinct().count())
        .isGreaterThan(5);
  }

  @Test
  void who_does_not_answer_is_asked_less_and_less_until_he_does() {
    server.fail("sendMessage", Stream.generate(Fault::reset).limit(9).toArray(Fault[]::new));
    int tries = 1;
    while (!said()) {
      clock.advance(Duration.ofMinutes(1));
      tries++;
    }
    assertThat(tries).isBetween(2, 9);
    assertThat(heard).as("no more than failed, and the one that went well").hasSize(10);
    assertThat(warned).as("once").hasSize(1);
    Instant before = clock.instant();
    assertThat(say()).isTrue();
    assertThat(Duration.between(before, clock.instant())).isLessThan(Duration.ofSeconds(2));
  }

  private boolean said() {
    try {
      return say();
    } catch (Unanswered later) {
      return false;
    }
  }

  @Test
  void the_breaker_opens_for_a_try_and_shuts_for_longer_each_time() {
    Breaker breaker = new Breaker();
    Instant now = clock.instant();
    for (int i = 0; i < 4; i++) {
      assertThat(breaker.failed(now)).isFalse();
      assertThat(breaker.opensAt()).isBefore(now);
    }
    assertThat(breaker.failed(now)).isTrue();
    Duration pause = Duration.ofSeconds(5);
    for (int i = 0; i < 6; i++) {
      assertThat(breaker.opensAt()).isEqualTo(now.plus(pause));
      assertThat(breaker.failed(now)).as("a straggler").isFalse();
      assertThat(breaker.opensAt()).isEqualTo(now.plus(pause));
      now = breaker.opensAt();
      breaker.failed(now);
      pause =
          pause.multipliedBy(2).toSeconds() > 60 ? Duration.ofMinutes(1) : pause.multipliedBy(2);
    }
    breaker.answered();
    assertThat(breaker.opensAt()).isEqualTo(Instant.MIN);
  }

  @Test
  void all_chats_are_told_so_much_a_second() {
    Rate rate = new Rate();
    Instant now = clock.instant();
    for (int i = 0; i < 25; i++) {
      assertThat(rate.take(now)).isZero();
    }
    assertThat(rate.take(now)).isPositive().isLessThanOrEqualTo(Duration.ofMillis(40));
    assertThat(rate.take(now.plusMillis(40))).isZero();
    assertThat(rate.take(now.plusMillis(40))).isPositive();
  }

  @Test
  void quiet_is_kept_in_a_chat_or_in_all_when_several_are_told_so_at_once() {
    Quiet quiet = new Quiet();
    Instant now = clock.instant();
    Duration day = Duration.ofDays(1);
    quiet.inChat(1, day, now);
    quiet.inChat(1, day, now.plusSeconds(1));
    quiet.inChat(2, day, now.plusSeconds(1));
    assertThat(quiet.until()).isBefore(now);
    assertThat(quiet.until(2)).isEqualTo(now.plusSeconds(1).plus(Duration.ofHours(1)));
    assertThat(quiet.until(3)).isBefore(now);
    quiet.inChat(3, Duration.ofSeconds(5), now.plusSeconds(12));
    assertThat(quiet.until()).as("not at once").isBefore(now);
    quiet.inChat(4, Duration.ofSeconds(5), now.plusSeconds(13));
    quiet.inChat(5, Duration.ofSeconds(5), now.plusSeconds(14));
    assertThat(quiet.until()).isEqualTo(now.plusSeconds(19));
    quiet.everywhere(day, now);
    assertThat(quiet.until()).isEqualTo(now.plus(Quiet.MOST));
    quiet.everywhere(Duration.ofSeconds(1), now);
    assertThat(quiet.until()).as("no sooner").isEqualTo(now.plus(Quiet.MOST));
  }

  @Test
  @DisplayName("[L31] chats of accomplices silence nobody while others take what is said")
  void quiet_in_several_chats_is_not_in_all_while_another_takes_something() {
    Quiet quiet = new Quiet();
    Instant now = clock.instant();
    Duration minute = Duration.ofMinutes(1);
    quiet.inChat(1, minute, now);
    quiet.inChat(2, minute, now.plusSeconds(1));
    quiet.answered(now.plusSeconds(1));
    quiet.inChat(3, minute, now.plusSeconds(2));
    assertThat(quiet.until()).isBefore(now);
    quiet.inChat(4, minute, now.plusSeconds(3));
    quiet.inChat(5, minute, now.plusSeconds(4));
    assertThat(quiet.until()).as("nothing was taken since").isEqualTo(now.plusSeconds(64));
  }

  @Test
  void an_answer_that_does_not_end_is_waited_for_no_longer_than_said() {
    server.fail("sendMessage", Fault.stall());
    long began = System.nanoTime();
    assertThatExceptionOfType(Unanswered.class)
        .isThrownBy(() ->
            wire(server.root()).ask("sendMessage", BotApi.parameters(), Duration.ofMillis(300)))
        .withMessage("no answer in time");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  @DisplayName("[L40] the token stands in nothing that is thrown, printed or heard")
  void the_token_is_nowhere() {
    String secret = BotApiServer.TOKEN.substring(BotApiServer.TOKEN.indexOf(':') + 1);
    URI nobody = URI.create("http://127.0.0.1:1");
    server.fail("getMe", Fault.reset(), Fault.stall(), Fault.code(500), Fault.code(401));
    List<Throwable> thrown = new ArrayList<>();
    for (BotWire wire : List.of(
        wire(server.root()),
        wire(server.root()),
        wire(nobody),
        wire(URI.create("https://127.0.0.1:" + server.root().getPort())))) {
      try {
        wire.ask("getMe", BotApi.parameters(), Duration.ofMillis(500));
      } catch (Unanswered none) {
        thrown.add(none);
      }
      assertThat(wire.toString()).doesNotContain(secret);
    }
    for (BotApi asked : List.of(api, api, api(nobody))) {
      try {
        asked.username();
      } catch (Unanswered none) {
        thrown.add(none);
      }
    }
    assertThat(thrown).hasSizeGreaterThan(5).allSatisfy(failure -> {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace, true));
      assertThat(trace.toString()).doesNotContain(secret, "/bot");
      assertThat(failure.getCause()).isNull();
    });
    assertThat(heard.toString() + warned).doesNotContain(secret);
  }

  @Test
  @DisplayName(
      "[L40] the token is sent to nobody but over TLS, or on this machine, and follows no redirect")
  void the_token_is_sent_to_whom_it_is_for() {
    for (String wrong : List.of(
        "http://api.telegram.org",
        "http://10.0.0.1",
        "ftp://api.telegram.org",
        "https://user:password@api.telegram.org",
        "https://api.telegram.org?x=1",
        "https://api.telegram.org#x",
        "https:///bot",
        "api.telegram.org",
        "http://localhost.example.com")) {
      assertThatIllegalArgumentException()
          .as(wrong)
          .isThrownBy(() -> BotSettings.checkApi(URI.create(wrong)));
    }
    for (String right : List.of(
        "https://api.telegram.org",
        "https://bots.example.com:8443/telegram",
        "http://localhost:8081",
        "http://127.0.0.1:8081",
        "http://[::1]:8081")) {
      assertThat(BotSettings.checkApi(URI.create(right))).hasToString(right);
    }
    HttpClient follows =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BotWire(follows, server.root(), new BotToken(BotApiServer.TOKEN)));
  }
}
