package dev.gatehouse.port;

import dev.gatehouse.domain.mail.Mail;
import java.io.Serial;
import java.time.Duration;

/** Delivers mails. */
@FunctionalInterface
public interface MailSender {
  /** Within this a mail is handed over or it never is: after it, another node may send it (law L41). */
  Duration LONGEST = Duration.ofSeconds(110);

  /** The recipient is refused for good, by everybody who could take mail for him: trying again is of no use. */
  final class Undeliverable extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** @param what who answered what; nothing of the mail */
    public Undeliverable(String what) {
      super(what);
    }
  }

  /**
   * Delivers one mail within {@link #LONGEST}, or throws. Called again with the same {@link Mail#id()} after a failure, and once too often after a crash.
   *
   * @throws Undeliverable when it never can be
   * @throws Outage or any other exception when it could not be handed over
   */
  void send(Mail mail);
}
