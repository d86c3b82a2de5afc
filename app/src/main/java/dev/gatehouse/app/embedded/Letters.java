package dev.gatehouse.app.embedded;

import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.http.HttpServer.Letter;
import java.time.Instant;

/** Mails in plain English, for the development mailbox. */
final class Letters {
  private Letters() {}

  /** What a mail says. */
  private record Text(String subject, String body) {}

  static Letter of(Mail mail, Instant createdAt) {
    Text text = text(mail);
    return new Letter(
        mail.to().value(),
        text.subject(),
        text.body() + "\n",
        "<p>" + escaped(text.body()) + "</p>\n",
        mail.kind().name(),
        mail.locale().toLanguageTag(),
        createdAt);
  }

  private static Text text(Mail mail) {
    return switch (mail.kind()) {
      case VERIFICATION_CODE ->
        new Text(
            "Your verification code",
            "Your code is " + mail.code().orElse("missing") + ". It is good for "
                + Purpose.EMAIL_VERIFICATION.life().toMinutes() + " minutes.");
      case ALREADY_REGISTERED ->
        new Text(
            "You have an account already",
            "Somebody, perhaps you, tried to register with this address. It has an account already:"
                + " sign in instead. If it was not you, there is nothing to do.");
      case SESSION_REUSED ->
        new Text(
            "A session was ended",
            "A sign-in token of yours was used a second time, from another place than before, so we"
                + " ended that session. If you did not expect this, change your password.");
    };
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
