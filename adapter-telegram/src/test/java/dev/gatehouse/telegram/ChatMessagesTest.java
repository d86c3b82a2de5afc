package dev.gatehouse.telegram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.messages.IcuMessages;
import dev.gatehouse.port.MessageSender;
import dev.gatehouse.telegram.BotApiServer.Fault;
import dev.gatehouse.telegram.Telegram.BotToken;
import dev.gatehouse.testkit.contract.MessageSenderContract;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.MovableClock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What would be a mail, said in a chat: over real sockets to a Bot API that fails as the real one does. */
class ChatMessagesTest extends MessageSenderContract {
  private final BotApiServer server = new BotApiServer();
  private final MovableClock clock = MovableClock.started();

  @AfterEach
  void close() {
    server.close();
  }

  @Override
  protected MessageSender sender() {
    return new ChatMessages(
        new BotApi(
            new BotWire(Talk.CLIENT, server.root(), new BotToken(BotApiServer.TOKEN)),
            clock,
            bytes -> System.arraycopy(Fixtures.bytes(bytes.length), 0, bytes, 0, bytes.length),
            clock::advance,
            words -> {}),
        new Words(IcuMessages.open()));
  }

  @Override
  protected MessageSender broken() {
    failing(Fault.code(500));
    return sender();
  }

  @Override
  protected MessageSender blockedBy(Identity whom) {
    server.fail("sendMessage", Fault.code(403));
    return sender();
  }

  @Override
  protected int arrived(Identity whom) {
    return (int) server.said().stream()
        .filter(said -> Long.toString(said.chat()).equals(whom.subject()))
        .count();
  }

  private void failing(Fault fault) {
    for (int i = 0; i < 50; i++) {
      server.fail("sendMessage", fault);
    }
  }

  private static MessageSender.Message message(
      String subject, Locale locale, Map<String, String> values) {
    return new MessageSender.Message(
        new Identity(Telegram.PROVIDER, subject),
        Mail.Kind.NEW_DEVICE,
        locale,
        ZoneId.of("Europe/Berlin"),
        values,
        Instant.parse("2026-11-26T12:30:00Z"));
  }

  @Test
  @DisplayName(
      "[L45] it says what happened, when by the reader's clock, from where and what to do, and no stranger's words")
  void what_it_says() {
    Map<String, String> values = Map.of(
        "address", "192.0.2.7",
        "user_agent", "Call +1 555 0100 at once",
        "zone", "Asia/Tokyo");
    assertThat(sender().send(message("4711", Locale.ENGLISH, values))).isTrue();

    String said = server.lastSaid().text();
    assertThat(said)
        .contains("New sign-in to your account", "1:30", "IP address:", "192.0.2.7")
        .contains("Device: not recognised", "/sessions", "/logout_all")
        .doesNotContain("555", "{", "null");
    assertThat(sender().send(message("4711", Locale.GERMAN, Map.of()))).isTrue();
    assertThat(server.lastSaid().text())
        .contains("Neue Anmeldung bei Ihrem Konto", "13:30")
        .doesNotContain("IP-Adresse", "Ger\u00e4t:");
  }

  @Test
  @DisplayName("[L45] every kind is said in every language")
  void in_every_language() {
    for (String tag : List.of("en", "ru", "de", "fa", "zh-CN")) {
      for (Mail.Kind kind : List.of(
          Mail.Kind.NEW_DEVICE,
          Mail.Kind.NEW_DEVICES,
          Mail.Kind.SESSION_REUSED,
          Mail.Kind.WARNINGS_TO_MAIL)) {
        MessageSender.Message message = new MessageSender.Message(
            new Identity(Telegram.PROVIDER, "4711"),
            kind,
            Locale.forLanguageTag(tag),
            ZoneId.of("UTC"),
            Map.of("address", "192.0.2.7", "user_agent", "x"),
            Instant.EPOCH);
        assertThat(sender().send(message)).isTrue();
        assertThat(server.lastSaid().text())
            .as(tag + " " + kind)
            .contains("192.0.2.7", "/sessions")
            .doesNotContain("{", "}", "null");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 404, 409, 500, 502})
  @DisplayName("[L41] what is none of the person's doing is no refusal of his: it is tried again")
  void not_the_person_s_doing(int code) {
    failing(Fault.code(code));
    assertThatExceptionOfType(Unanswered.class)
        .isThrownBy(() -> sender().send(message("4711", Locale.ENGLISH, Map.of())));
  }

  @Test
  @DisplayName("[L41] it waits as long as Telegram asks for, and not longer than it may")
  void it_waits_as_asked() {
    server.fail("sendMessage", Fault.retryAfter(3));
    Instant before = clock.instant();
    assertThat(sender().send(message("4711", Locale.ENGLISH, Map.of()))).isTrue();
    assertThat(clock.instant()).isAfterOrEqualTo(before.plusSeconds(3));

    server.fail("sendMessage", Fault.retryAfter(300));
    Instant again = clock.instant();
    assertThatExceptionOfType(Unanswered.class)
        .isThrownBy(() -> sender().send(message("4711", Locale.ENGLISH, Map.of())));
    assertThat(clock.instant()).isBefore(again.plus(MessageSender.LONGEST));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-100123", "@everybody", "4711abc", "99999999999999999999"})
  @DisplayName("[L06] what is no person's number is nobody's chat")
  void nobody_s_chat(String subject) {
    assertThat(sender().send(message(subject, Locale.ENGLISH, Map.of()))).isFalse();
    assertThat(server.said()).isEmpty();
  }
}
