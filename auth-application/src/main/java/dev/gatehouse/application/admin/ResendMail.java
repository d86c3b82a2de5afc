package dev.gatehouse.application.admin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.PostMail;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.port.Outbox;
import dev.gatehouse.port.OutboxQueue;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Has a mail that was given up sent again, as it was written, from the first try on. */
public final class ResendMail {
  private final Environment environment;
  private final PostMail mails;

  public ResendMail(Environment environment, PostMail mails) {
    this.environment = environment;
    this.mails = mails;
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code NotFound} when there is no such dead mail, {@code MailStale} when the code or link in it is dead */
  public void handle(Actor actor, UUID id) {
    Instant now = environment.now();
    Outbox.Item item = environment
        .storage()
        .outbox()
        .dead(id)
        .map(OutboxQueue.Dead::item)
        .orElseThrow(() -> new Refusal.NotFound().thrown());
    if (mails.stale(item, now)) {
      throw new Refusal.MailStale().thrown();
    }
    environment.store().atomically(unit -> {
      if (!unit.outbox().revive(id, now)) {
        // somebody else was faster
        throw new Refusal.NotFound().thrown();
      }
      unit.record(Event.of(EventType.MAIL_REVIVED, now, Optional.of(item.realm()), actor)
          .because(item.kind().name() + " " + id));
      return id;
    });
  }
}
