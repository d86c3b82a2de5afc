package dev.gatehouse.application.session;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.Session;
import java.time.Instant;
import java.util.Map;

/** An old refresh token came: two parties have this session. It ends, no other does, and the owner is told. */
public final class ReuseAlarm {
  private final Environment environment;
  private final TellOwner owner;

  public ReuseAlarm(Environment environment, TellOwner owner) {
    this.environment = environment;
    this.owner = owner;
  }

  void handle(Client client, Session session, int presented, Instant now) {
    environment.store().atomically(unit -> {
      var account = unit.accounts().lock(session.account());
      boolean ended = unit.sessions().endReused(session.account(), session.id(), presented, now);
      if (ended) {
        unit.record(about(EventType.REFRESH_TOKEN_REUSED, client, session, now));
        unit.record(about(EventType.SESSION_ENDED, client, session, now));
        account.ifPresent(a -> owner.handle(
            unit,
            a,
            Mail.Kind.SESSION_REUSED,
            Map.of("address", session.address().value(), "user_agent", session.userAgent()),
            now));
      }
      return ended;
    });
  }

  private static Event about(EventType type, Client client, Session session, Instant now) {
    return Event.of(type, now, client, Actor.STRANGER)
        .about(session.account())
        .about(session.id())
        .because(RevokeReason.REFRESH_TOKEN_REUSED.name());
  }
}
