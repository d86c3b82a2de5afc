package dev.gatehouse.port;

import dev.gatehouse.domain.mail.Mail;

/** Delivers mails. */
@FunctionalInterface
public interface MailSender {
  /**
   * Delivers one mail, or throws. Called again with the same {@link Mail#id()} after a failure, and once too often after a crash.
   *
   * @throws Outage or any other exception when it could not be handed over
   */
  void send(Mail mail);
}
