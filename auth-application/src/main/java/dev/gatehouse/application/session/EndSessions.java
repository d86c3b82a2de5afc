package dev.gatehouse.application.session;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Ends sessions of an account whose row is locked already, with an audit row for each, by which this node also forgets their tokens at once. */
public final class EndSessions {
  private EndSessions() {}

  /** Ends every session but the one to keep, if any. {@code event} says what happened, by whom and from where. */
  public static List<SessionId> all(
      Store.Unit unit,
      AccountId account,
      Optional<SessionId> keep,
      RevokeReason reason,
      Event event) {
    List<SessionId> ended = unit.sessions().endAll(account, keep, reason, event.at());
    record(unit, account, ended, reason, event);
    return ended;
  }

  /** Ends one session; false when the account has no such live session. */
  public static boolean one(
      Store.Unit unit, AccountId account, SessionId id, RevokeReason reason, Event event) {
    boolean ended = unit.sessions().end(account, id, reason, event.at());
    if (ended) {
      record(unit, account, List.of(id), reason, event);
    }
    return ended;
  }

  /** Ends the least recently used sessions beyond that many, and never the newest. */
  public static void beyond(
      Store.Unit unit, AccountId account, SessionId newest, int most, Event event) {
    record(
        unit,
        account,
        unit.sessions().evict(account, newest, most, event.at()),
        RevokeReason.EVICTED,
        event);
  }

  private static void record(
      Store.Unit unit, AccountId account, List<SessionId> ended, RevokeReason reason, Event event) {
    ended.forEach(id -> unit.record(event.about(account).about(id).because(reason.name())));
  }

  /** The beginning of such an event. */
  public static Event event(Instant now, Client client, Actor actor) {
    return Event.of(EventType.SESSION_ENDED, now, client, actor);
  }
}
