package dev.gatehouse.application.upkeep;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.mail.Notice;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.port.MailSender;
import dev.gatehouse.port.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Hands over what is due in the outbox, by one way. What is of use is never sent zero times but when it cannot be delivered; after a crash in the wrong moment it is
 * sent twice, with one {@link Mail#id()}. What carries a dead code or link is not sent: it would only confuse.
 */
final class Drain {
  /** That it never can be delivered this way. */
  static final String UNDELIVERABLE = "UNDELIVERABLE";

  /** Of one run. */
  private static final int MOST = 20;

  /** With time to say that it went. */
  private static final Duration LEASE = MailSender.LONGEST.plusSeconds(10);

  private static final List<Duration> RETRIES = List.of(
      Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(10), Duration.ofHours(1));

  private final Environment environment;
  private final AgreedTime time;
  private final PostMail mails;

  Drain(Environment environment, AgreedTime time, MasterKeys master) {
    this.environment = environment;
    this.time = time;
    this.mails = new PostMail(master, environment.randomness());
  }

  /** A way out. */
  interface Way {
    /** Takes one, or none. */
    List<Outbox.Item> claim(Duration lease, Instant now);

    /**
     * Hands it over, or throws.
     *
     * @throws MailSender.Undeliverable when it never can be
     */
    void hand(Outbox.Item item, Notice notice);

    /** What can not be delivered by this way: whether something else has become of it than to be given up. */
    default boolean otherwise(Outbox.Item item, Notice notice, String cause, Instant now) {
      return false;
    }
  }

  /** Delivers what is due; returns how many went out. Each is claimed when its turn comes, so that no lease runs out while others are sent. */
  int handle(Way way) {
    int delivered = 0;
    // a lease of a clock that runs ahead would hide the mail from everybody
    Instant now = time.now();
    for (int i = 0; i < MOST; i++, now = environment.now()) {
      List<Outbox.Item> due = way.claim(LEASE, now);
      if (due.isEmpty()) {
        break;
      }
      delivered += deliver(way, due.get(0), now) ? 1 : 0;
    }
    return delivered;
  }

  private boolean deliver(Way way, Outbox.Item item, Instant taken) {
    if (mails.stale(item, taken)) {
      bury(item, taken, "STALE");
      return false;
    }
    Optional<Notice> notice = Optional.empty();
    try {
      notice = Optional.of(mails.open(item));
      way.hand(item, notice.get());
    } catch (MailSender.Undeliverable e) {
      giveUp(way, item, notice, environment.now(), UNDELIVERABLE);
      return false;
    } catch (RuntimeException e) {
      failed(way, item, notice, environment.now(), e.getClass().getSimpleName());
      return false;
    }
    Instant now = environment.now();
    environment.storage().outbox().delivered(item.id(), now);
    tell(EventType.MAIL_DELIVERED, item, now, item.kind().name());
    return true;
  }

  /** The item's attempts count the one that has just failed. */
  private void failed(
      Way way, Outbox.Item item, Optional<Notice> notice, Instant now, String cause) {
    if (item.attempts() > RETRIES.size()) {
      giveUp(way, item, notice, now, cause);
    } else {
      environment
          .storage()
          .outbox()
          .postpone(item.id(), now.plus(RETRIES.get(item.attempts() - 1)));
      tell(EventType.MAIL_FAILED, item, now, cause);
    }
  }

  private void giveUp(
      Way way, Outbox.Item item, Optional<Notice> notice, Instant now, String cause) {
    if (notice.filter(known -> way.otherwise(item, known, cause, now)).isEmpty()) {
      bury(item, now, cause);
    }
  }

  private void bury(Outbox.Item item, Instant now, String cause) {
    environment.storage().outbox().bury(item.id(), now);
    tell(EventType.MAIL_DEAD, item, now, cause);
  }

  void tell(EventType type, Outbox.Item item, Instant now, String reason) {
    environment
        .listeners()
        .accept(Event.of(type, now, Optional.of(item.realm()), Actor.SYSTEM).because(reason));
  }
}
