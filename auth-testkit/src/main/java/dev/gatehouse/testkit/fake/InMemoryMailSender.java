package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.port.MailSender;
import dev.gatehouse.port.Outage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keeps what was sent, and fails as often as it is told to. */
public final class InMemoryMailSender implements MailSender {
  private final List<Mail> sent = new ArrayList<>();
  private final Set<EmailAddress> refused = new HashSet<>();
  private int failures;

  @Override
  public synchronized void send(Mail mail) {
    if (refused.contains(mail.to())) {
      throw new Undeliverable("there is nobody of that name");
    }
    if (failures > 0) {
      failures--;
      throw new Outage("mail", Duration.ofSeconds(1));
    }
    sent.add(mail);
  }

  /** The next so many sends fail. */
  public synchronized void failNext(int sends) {
    failures = sends;
  }

  /** Mails to that address are refused for good. */
  public synchronized void refuse(EmailAddress address) {
    refused.add(address);
  }

  /** Every mail that was handed over, oldest first; one that was sent twice stands there twice. */
  public synchronized List<Mail> sent() {
    return List.copyOf(sent);
  }

  /** The mails to an address, oldest first. */
  public synchronized List<Mail> sentTo(EmailAddress address) {
    return sent.stream().filter(mail -> mail.to().equals(address)).toList();
  }
}
