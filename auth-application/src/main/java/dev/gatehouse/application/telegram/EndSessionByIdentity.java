package dev.gatehouse.application.telegram;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.session.EndSessions;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.SessionId;
import java.time.Instant;

/** Ends one session of the account that has an identity, for whom the provider names. */
public final class EndSessionByIdentity {
  private final Environment environment;

  EndSessionByIdentity(Environment environment) {
    this.environment = environment;
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code NotFound} when that is no live session of an account that this person may use */
  public void handle(Realm realm, ProvenIdentity person, SessionId id) {
    Instant now = environment.now();
    environment.store().atomically(unit -> {
      Account account = ByIdentity.lock(unit, realm, person);
      if (!EndSessions.one(
          unit,
          account.id(),
          id,
          RevokeReason.REMOVED_BY_OWNER,
          ByIdentity.event(EventType.SESSION_ENDED, account, now))) {
        throw new Refusal.NotFound().thrown();
      }
      return id;
    });
  }
}
