package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.port.MessageSender;
import dev.gatehouse.port.MessageSender.Message;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What {@link MessageSender} promises. */
public abstract class MessageSenderContract {
  private static final List<Mail.Kind> WARNINGS = List.of(
      Mail.Kind.NEW_DEVICE,
      Mail.Kind.NEW_DEVICES,
      Mail.Kind.SESSION_REUSED,
      Mail.Kind.WARNINGS_TO_MAIL);

  /** One that says everything. */
  protected abstract MessageSender sender();

  /** One that can't say anything now. */
  protected abstract MessageSender broken();

  /** One by which that person takes nothing. */
  protected abstract MessageSender blockedBy(Identity whom);

  /** How many messages have arrived at the person through {@link #sender}. */
  protected abstract int arrived(Identity whom);

  @TestFactory
  Stream<DynamicTest> a_message_of_every_kind_arrives_once_at_whom_it_is_for() {
    return WARNINGS.stream()
        .map(kind -> DynamicTest.dynamicTest(kind.name(), () -> {
          Message message = message(kind, somebody(), Locale.ENGLISH);
          assertThat(sender().send(message)).isTrue();
          assertThat(arrived(message.whom())).isEqualTo(1);
        }));
  }

  @Test
  void a_message_in_a_language_that_nobody_translated_arrives_all_the_same() {
    Message message =
        message(Mail.Kind.NEW_DEVICE, somebody(), Locale.forLanguageTag("zh-Hant-TW"));

    assertThat(sender().send(message)).isTrue();

    assertThat(arrived(message.whom())).isEqualTo(1);
  }

  @Test
  void a_message_goes_to_nobody_else() {
    Identity bystander = somebody();
    MessageSender sender = sender();
    sender.send(message(Mail.Kind.NEW_DEVICE, bystander, Locale.ENGLISH));

    sender.send(message(Mail.Kind.NEW_DEVICE, somebody(), Locale.ENGLISH));

    assertThat(arrived(bystander)).isEqualTo(1);
  }

  @Test
  @DisplayName("[L41] a message that could not be said is an error, never silence")
  void a_message_that_could_not_be_said_is_an_error() {
    Message message = message(Mail.Kind.NEW_DEVICE, somebody(), Locale.ENGLISH);

    Throwable thrown = catchThrowable(() -> broken().send(message));

    assertThat(thrown).isNotNull();
    assertThat(thrown.toString())
        .as("[L40]")
        .doesNotContain("192.0.2.17", message.whom().subject());
  }

  @Test
  @DisplayName("[L41] who takes nothing from us is told apart from what can not be said now")
  void who_takes_nothing_is_told_apart() {
    Message message = message(Mail.Kind.NEW_DEVICE, somebody(), Locale.ENGLISH);

    assertThat(blockedBy(message.whom()).send(message)).isFalse();
  }

  @Test
  void many_messages_at_once_all_arrive() {
    MessageSender sender = sender();
    List<Message> messages = IntStream.range(0, Race.RACERS)
        .mapToObj(n -> message(Mail.Kind.NEW_DEVICE, somebody(), Locale.ENGLISH))
        .toList();

    Race.of(Race.RACERS, n -> sender.send(messages.get(n)));

    assertThat(messages)
        .allSatisfy(message -> assertThat(arrived(message.whom())).isEqualTo(1));
  }

  private static Identity somebody() {
    long number = Long.parseLong(Fixtures.unique().substring(0, 12), 16) + 1;
    return new Identity(new ProviderKey("telegram"), Long.toString(number));
  }

  private static Message message(Mail.Kind kind, Identity whom, Locale locale) {
    return new Message(
        whom,
        kind,
        locale,
        ZoneId.of("Europe/Berlin"),
        Map.of("address", "192.0.2.17", "user_agent", "Test/1.0"),
        Fixtures.instant());
  }
}
