package dev.gatehouse.application.session;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** An old refresh token came: two parties have this session. It ends, no other does, and the owner is told. */
public final class ReuseAlarm {
  /**
   * Warnings to one owner in an hour of the clock, so that who goes on hushes none for longer: who has the password makes sessions and replays their tokens as he likes (law L34). They are counted by what has
   * ended, in the unit that ends it, so that of racing tokens none takes a warning from another session.
   */
  private static final int WARNINGS = 10;

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
        account
            .filter(
                a -> unit.sessions().reused(a.id(), now.truncatedTo(ChronoUnit.HOURS)) <= WARNINGS)
            .ifPresent(a -> warn(unit, a, session, now));
      }
      return ended;
    });
  }

  private void warn(Store.Unit unit, Account account, Session session, Instant now) {
    owner.warn(
        unit,
        account,
        Mail.Kind.SESSION_REUSED,
        Map.of("address", session.address().value(), "user_agent", session.userAgent()),
        now);
  }

  private static Event about(EventType type, Client client, Session session, Instant now) {
    return Event.of(type, now, client, Actor.STRANGER)
        .about(session.account())
        .about(session.id())
        .because(RevokeReason.REFRESH_TOKEN_REUSED.name());
  }
}
