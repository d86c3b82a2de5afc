package dev.gatehouse.application.upkeep;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.port.MailSender;
import dev.gatehouse.port.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Hands over what is due in the outbox. A mail that is of use is never sent zero times but when it cannot be delivered; after a crash in the wrong moment it is
 * sent twice, with one {@link Mail#id()}. What carries a dead code or link is not sent: it would only confuse.
 */
public final class DeliverMail {
  public static final Duration PERIOD = Duration.ofSeconds(1);

  /** Mails of one run. */
  private static final int MOST = 20;

  /** With time to say that it went. */
  private static final Duration LEASE = MailSender.LONGEST.plusSeconds(10);

  private static final List<Duration> RETRIES = List.of(
      Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10), Duration.ofHours(1));

  private final Environment environment;
  private final AgreedTime time;
  private final MasterKeys master;
  private final MailSender sender;

  public DeliverMail(
      Environment environment, AgreedTime time, MasterKeys master, MailSender sender) {
    this.environment = environment;
    this.time = time;
    this.master = master;
    this.sender = sender;
  }

  /** Delivers what is due; returns how many went out. Each is claimed when its turn comes, so that no lease runs out while others are sent. */
  public int handle() {
    int delivered = 0;
    // a lease of a clock that runs ahead would hide the mail from everybody
    Instant now = time.now();
    for (int i = 0; i < MOST; i++, now = environment.now()) {
      List<Outbox.Item> due = environment.storage().outbox().claim(1, LEASE, now);
      if (due.isEmpty()) {
        break;
      }
      delivered += deliver(due.get(0), now) ? 1 : 0;
    }
    return delivered;
  }

  private boolean deliver(Outbox.Item item, Instant taken) {
    if (item.kind().stale(item.createdAt(), taken)) {
      bury(item, taken, "STALE");
      return false;
    }
    try {
      byte[] body = master.open(item.sealed(), Outbox.Item.place(item.id(), item.realm()));
      sender.send(Mail.fromBytes(item.id(), item.realm(), item.kind(), body));
    } catch (MailSender.Undeliverable e) {
      bury(item, environment.now(), "UNDELIVERABLE");
      return false;
    } catch (RuntimeException e) {
      failed(item, environment.now(), e.getClass().getSimpleName());
      return false;
    }
    Instant now = environment.now();
    environment.storage().outbox().delivered(item.id(), now);
    tell(EventType.MAIL_DELIVERED, item, now, item.kind().name());
    return true;
  }

  /** The item's attempts count the one that has just failed. */
  private void failed(Outbox.Item item, Instant now, String cause) {
    if (item.attempts() > RETRIES.size()) {
      bury(item, now, cause);
    } else {
      environment
          .storage()
          .outbox()
          .postpone(item.id(), now.plus(RETRIES.get(item.attempts() - 1)));
      tell(EventType.MAIL_FAILED, item, now, cause);
    }
  }

  private void bury(Outbox.Item item, Instant now, String cause) {
    environment.storage().outbox().bury(item.id(), now);
    tell(EventType.MAIL_DEAD, item, now, cause);
  }

  private void tell(EventType type, Outbox.Item item, Instant now, String reason) {
    environment
        .listeners()
        .accept(Event.of(type, now, Optional.of(item.realm()), Actor.SYSTEM).because(reason));
  }
}
