package dev.gatehouse.application.upkeep;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.mail.Notice;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.port.MailSender;
import dev.gatehouse.port.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Hands over the mails that are due, and those messages that no node with a bot has taken in time. */
public final class DeliverMail {
  public static final Duration PERIOD = Duration.ofSeconds(1);

  private final Drain drain;
  private final Drain.Way mail;

  public DeliverMail(
      Environment environment, AgreedTime time, MasterKeys master, MailSender sender) {
    this.drain = new Drain(environment, time, master);
    this.mail = new Drain.Way() {
      @Override
      public List<Outbox.Item> claim(Duration lease, Instant now) {
        return environment.storage().outbox().claim(1, lease, now);
      }

      @Override
      public void hand(Outbox.Item item, Notice notice) {
        sender.send(notice
            .mail()
            .orElseThrow(() -> new IllegalStateException("no bot runs, and there is no address")));
      }
    };
  }

  /** Delivers what is due; returns how many went out. */
  public int handle() {
    return drain.handle(mail);
  }
}
