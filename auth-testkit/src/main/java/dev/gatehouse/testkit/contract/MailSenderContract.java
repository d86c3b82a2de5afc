package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.port.MailSender;
import dev.gatehouse.testkit.fixture.Fixtures;
import dev.gatehouse.testkit.fixture.Race;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What {@link MailSender} promises. */
public abstract class MailSenderContract {
  /** One that delivers. */
  protected abstract MailSender sender();

  /** One that can't hand over: nobody listens, or everything is refused. */
  protected abstract MailSender broken();

  /** One whose server takes nothing for that address, and says that it never will. */
  protected abstract MailSender refusing(EmailAddress address);

  /** How many mails have arrived at the address through {@link #sender}. */
  protected abstract int arrived(EmailAddress address);

  @TestFactory
  Stream<DynamicTest> a_mail_of_every_kind_arrives_once_at_its_recipient() {
    return Stream.of(Mail.Kind.values())
        .map(kind -> DynamicTest.dynamicTest(kind.name(), () -> {
          Mail mail = mail(kind, Fixtures.email(), Locale.ENGLISH);
          sender().send(mail);
          assertThat(arrived(mail.to())).isEqualTo(1);
        }));
  }

  @Test
  void a_mail_in_a_language_that_nobody_translated_arrives_all_the_same() {
    Mail mail =
        mail(Mail.Kind.VERIFICATION_CODE, Fixtures.email(), Locale.forLanguageTag("zh-Hant-TW"));

    sender().send(mail);

    assertThat(arrived(mail.to())).isEqualTo(1);
  }

  @Test
  void a_mail_goes_to_nobody_else() {
    EmailAddress bystander = Fixtures.email();
    MailSender sender = sender();
    sender.send(mail(Mail.Kind.VERIFICATION_CODE, bystander, Locale.ENGLISH));

    sender.send(mail(Mail.Kind.VERIFICATION_CODE, Fixtures.email(), Locale.ENGLISH));

    assertThat(arrived(bystander)).isEqualTo(1);
  }

  @Test
  @DisplayName("[L41] a mail that could not be handed over is an error, never silence")
  void a_mail_that_could_not_be_handed_over_is_an_error() {
    assertThat(catchThrowable(() ->
            broken().send(mail(Mail.Kind.VERIFICATION_CODE, Fixtures.email(), Locale.ENGLISH))))
        .isNotNull();
  }

  @Test
  @DisplayName("[L40] the error says neither the code nor the address")
  void the_error_says_neither_the_code_nor_the_address() {
    Mail mail = mail(Mail.Kind.VERIFICATION_CODE, Fixtures.email(), Locale.ENGLISH);

    Throwable thrown = catchThrowable(() -> broken().send(mail));

    assertThat(thrown).isNotNull();
    assertThat(thrown.toString())
        .doesNotContain("918273", mail.to().value(), mail.to().localPart());
  }

  @Test
  @DisplayName(
      "[L41] a recipient who is refused for good is told from a server that takes nothing now")
  void a_recipient_who_is_refused_for_good_is_told_apart() {
    Mail mail = mail(Mail.Kind.VERIFICATION_CODE, Fixtures.email(), Locale.ENGLISH);

    Throwable forGood = catchThrowable(() -> refusing(mail.to()).send(mail));
    Throwable now = catchThrowable(() -> broken().send(mail));

    assertThat(forGood).isInstanceOf(MailSender.Undeliverable.class);
    assertThat(forGood.toString())
        .doesNotContain("918273", mail.to().value(), mail.to().localPart());
    assertThat(now).isNotInstanceOf(MailSender.Undeliverable.class);
  }

  @Test
  void many_mails_at_once_all_arrive() {
    MailSender sender = sender();
    List<Mail> mails = IntStream.range(0, Race.RACERS)
        .mapToObj(n -> mail(Mail.Kind.VERIFICATION_CODE, Fixtures.email(), Locale.ENGLISH))
        .toList();

    Race.of(Race.RACERS, n -> {
      sender.send(mails.get(n));
      return n;
    });

    assertThat(mails).allSatisfy(mail -> assertThat(arrived(mail.to())).isEqualTo(1));
  }

  private static Mail mail(Mail.Kind kind, EmailAddress to, Locale locale) {
    return new Mail(
        Fixtures.id(),
        Fixtures.realm(),
        kind,
        to,
        locale,
        Map.of("code", "918273", "address", "192.0.2.17", "user_agent", "Test/1.0"));
  }
}
