package dev.gatehouse.app.config;

import dev.gatehouse.mail.SmtpMail;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads where mails go. */
final class MailConfig {
  private MailConfig() {}

  /** Empty where nobody takes mails, or something about it is wrong and noted. */
  static Optional<SmtpMail.Settings> read(Reading reading) {
    Optional<List<String>> urls = reading.read(Key.SMTP_URLS, MailConfig::urls);
    Optional<String> replyTo = reading.read(Key.MAIL_REPLY_TO, MailConfig::sender);
    if (urls.isEmpty()) {
      reading.read(Key.MAIL_FROM, MailConfig::sender);
      return Optional.empty();
    }
    return reading
        .need(Key.MAIL_FROM, MailConfig::sender)
        .map(from -> SmtpMail.Settings.of(urls.get(), from).withReplyTo(replyTo));
  }

  private static List<String> urls(String text) {
    List<String> urls = Stream.of(text.split(",", -1)).map(String::strip).toList();
    // judged together with a sender that is good
    return SmtpMail.Settings.of(urls, "a@example.com").urls();
  }

  private static String sender(String text) {
    return SmtpMail.Settings.of(List.of("smtp://localhost"), text).from();
  }
}
