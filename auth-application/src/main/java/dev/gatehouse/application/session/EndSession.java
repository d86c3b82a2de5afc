package dev.gatehouse.application.session;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.token.AccessClaims;
import java.time.Instant;

/** Ends exactly one of the caller's sessions: a device is a session. */
public final class EndSession {
  private final Environment environment;

  public EndSession(Environment environment) {
    this.environment = environment;
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code NotFound} when the caller has no such live session */
  public void handle(Client client, AccessClaims caller, SessionId id) {
    Instant now = environment.now();
    environment.store().atomically(unit -> {
      unit.accounts().lock(caller.subject());
      var event = EndSessions.event(now, client, Actor.owner(caller.subject()));
      if (!EndSessions.one(unit, caller.subject(), id, RevokeReason.REMOVED_BY_OWNER, event)) {
        throw new Refusal.NotFound().thrown();
      }
      return id;
    });
  }
}
