package dev.gatehouse.application.session;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.token.AccessClaims;
import java.time.Instant;
import java.util.Optional;

/** Ends every session of the caller, or every other one. A sign-in that is under way does not survive it. */
public final class SignOutEverywhere {
  private final Environment environment;

  public SignOutEverywhere(Environment environment) {
    this.environment = environment;
  }

  /** Returns how many sessions were ended. */
  public int handle(Client client, AccessClaims caller, boolean keepCurrent) {
    Instant now = environment.now();
    AccountId account = caller.subject();
    Optional<SessionId> keep = keepCurrent ? Optional.of(caller.session()) : Optional.empty();
    return environment.store().atomically(unit -> {
      unit.accounts().lock(account);
      unit.accounts().raiseEpoch(account, now);
      unit.record(Event.of(EventType.SIGNED_OUT_EVERYWHERE, now, client, Actor.owner(account))
          .about(account)
          .about(caller.session()));
      return EndSessions.all(
              unit,
              account,
              keep,
              RevokeReason.SIGNED_OUT_EVERYWHERE,
              EndSessions.event(now, client, Actor.owner(account)))
          .size();
    });
  }
}
