package dev.gatehouse.app;

import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.mail.SmtpMail;

/** What mails say, in plain English. */
public final class Letters {
  private Letters() {}

  /** What a mail says. */
  private record Text(String subject, String body) {}

  public static SmtpMail.Letter of(Mail mail) {
    Text text = text(mail);
    return new SmtpMail.Letter(
        text.subject(), text.body() + "\n", "<p>" + escaped(text.body()) + "</p>\n");
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
      case PASSWORD_RESET -> new Text("How to set a new password", reset(mail));
      case PASSWORD_CHANGED ->
        new Text(
            "Your password was changed",
            "The password of your account was changed from " + value(mail, "address")
                + ", and the sessions of your other devices have ended. If it was not you, set a new one"
                + " by \"forgot password\" at once.");
    };
  }

  /** Secrets of links stand behind the number sign, which browsers send nowhere. */
  private static String reset(Mail mail) {
    String code = mail.code()
        .map(digits -> " Or type the code " + digits + " where you asked for this mail.")
        .orElse("");
    return "Somebody, perhaps you, wants to set a new password for your account. If it was you: "
        + value(mail, "page") + "/reset#token=" + value(mail, "token") + code
        + " This is good for " + Purpose.PASSWORD_RESET.life().toMinutes()
        + " minutes. If it was not you, there is nothing to do.";
  }

  private static String value(Mail mail, String name) {
    return mail.values().getOrDefault(name, "missing");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
