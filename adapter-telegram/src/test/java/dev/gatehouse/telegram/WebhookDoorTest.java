package dev.gatehouse.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.application.telegram.TelegramUpdates.Outcome;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.telegram.BotApiServer.Fault;
import dev.gatehouse.telegram.Telegram.Webhook;
import dev.gatehouse.telegram.Telegram.WebhookSecret;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Updates that Telegram delivers by itself. */
class WebhookDoorTest {
  private static final long ADA = 4711;
  private static final String NEW = "the-new-secret-0123456789";
  private static final String OLD = "the-old-secret-0123456789";

  private final Talk talk = Talk.delivered(new Webhook(
      URI.create("https://customers.example.com/telegram/webhook"),
      List.of(new WebhookSecret(NEW), new WebhookSecret(OLD))));

  @AfterEach
  void close() {
    talk.close();
  }

  private Outcome deliver(String secret, String body) {
    return talk.bot().updates().handle(Optional.of(secret), Utf8.bytes(body));
  }

  private String login() {
    return BotApiServer.message(talk.next(), ADA, "/login").toString();
  }

  private int links() {
    return talk.house().events(EventType.LOGIN_LINK_ISSUED).size();
  }

  @Test
  void telegram_is_told_where_to_deliver_and_the_first_secret() {
    talk.run("telegram-introduction");
    talk.run("telegram-introduction");
    assertThat(talk.api().calls("setWebhook")).hasSize(1);
    var asked = talk.api().calls("setWebhook").get(0).asked();
    assertThat(asked.path("url").asText())
        .isEqualTo("https://customers.example.com/telegram/webhook");
    assertThat(asked.path("secret_token").asText()).isEqualTo(NEW);
    assertThat(talk.api().calls("setMyCommands")).hasSize(6);
  }

  @Test
  void telegram_is_told_another_time_where_it_does_not_answer() {
    talk.api().fail("getMe", Fault.code(500));
    talk.api().fail("setWebhook", Fault.code(500));
    for (int i = 0; i < 3; i++) {
      talk.run("telegram-introduction");
    }
    assertThat(talk.warnings()).hasSize(1);
    assertThat(talk.api().calls("setWebhook")).hasSize(1);
  }

  @Test
  @DisplayName("[L49] only who knows one of the two secrets is listened to")
  void only_who_knows_a_secret() {
    String login = login();
    for (String wrong : List.of("", NEW + "x", NEW.substring(1), OLD + NEW, "null")) {
      assertThat(deliver(wrong, login)).as(wrong).isEqualTo(Outcome.STRANGER);
    }
    assertThat(talk.bot().updates().handle(Optional.empty(), Utf8.bytes(login)))
        .isEqualTo(Outcome.STRANGER);
    assertThat(links()).isZero();
    assertThat(deliver(OLD, login)).isEqualTo(Outcome.HANDLED);
    assertThat(deliver(NEW, login())).isEqualTo(Outcome.HANDLED);
    assertThat(links()).isEqualTo(2);
  }

  @Test
  void what_comes_twice_is_done_once_and_acknowledged_twice() {
    String login = login();
    assertThat(deliver(NEW, login)).isEqualTo(Outcome.HANDLED);
    assertThat(deliver(NEW, login)).isEqualTo(Outcome.HANDLED);
    assertThat(links()).isEqualTo(1);
  }

  @Test
  void what_can_not_be_answered_has_to_come_again() {
    talk.api().fail("sendMessage", Fault.retryAfter(60));
    String login = login();
    assertThat(deliver(NEW, login)).isEqualTo(Outcome.LATER);
    talk.house().clock().advance(java.time.Duration.ofMinutes(2));
    assertThat(deliver(NEW, login)).isEqualTo(Outcome.HANDLED);
    assertThat(links()).isEqualTo(1);
  }

  @Test
  @DisplayName("[L31] what comes again because of an outage is not counted again, and not given up")
  void what_comes_again_is_counted_once() {
    talk.api().fail("sendMessage", Fault.retryAfter(20));
    String login = login();
    for (int i = 0; i < 8; i++) {
      assertThat(deliver(NEW, login)).as("" + i).isEqualTo(Outcome.LATER);
    }
    talk.house().clock().advance(java.time.Duration.ofSeconds(21));
    assertThat(deliver(NEW, login)).isEqualTo(Outcome.HANDLED);
    assertThat(talk.api().said()).hasSize(1);
    assertThat(talk.api().lastSaid().text()).contains("made already");
  }

  @Test
  @DisplayName("[L38] what is longer than a body may be is no update, and is told of in the log")
  void what_is_too_long() {
    String longer = login().replace("/login", "/login " + "x".repeat(64 * 1024));
    assertThat(deliver(NEW, longer)).isEqualTo(Outcome.MALFORMED);
    assertThat(talk.warnings()).hasSize(1);
    assertThat(deliver("another-secret-0123456789", longer)).isEqualTo(Outcome.STRANGER);
    assertThat(talk.warnings()).hasSize(1);
  }

  @Test
  void what_is_no_update_is_said_to_be_none() {
    for (String body : List.of("", "{}", "[]", "null", "{\"update_id\":0}", "{\"update_id\":1}x")) {
      assertThat(deliver(NEW, body)).as(body).isEqualTo(Outcome.MALFORMED);
    }
    assertThat(talk.bot().updates().handle(Optional.of(NEW), new byte[] {(byte) 0xff}))
        .isEqualTo(Outcome.MALFORMED);
    assertThat(deliver(NEW, "{\"update_id\":7,\"poll\":{}}")).isEqualTo(Outcome.HANDLED);
  }

  @Test
  @DisplayName("[L40] a secret is long enough, and is printed nowhere")
  void secrets() {
    for (String wrong :
        List.of("", "short", "fifteen-letters", "x".repeat(257), "a secret with blanks")) {
      assertThatIllegalArgumentException().isThrownBy(() -> new WebhookSecret(wrong));
    }
    assertThat(new WebhookSecret(NEW).toString()).doesNotContain("new");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Webhook(URI.create("https://x"), List.of()));
  }
}
