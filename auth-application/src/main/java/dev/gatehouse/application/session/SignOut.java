package dev.gatehouse.application.session;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.RefreshToken;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.Refreshes;
import java.time.Instant;

/** Ends the session that asks, with its access tokens. Signing out what is signed out already is no error. */
public final class SignOut {
  private final Environment environment;
  private final KeyRings keys;

  public SignOut(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.keys = keys;
  }

  /** By access token. */
  public void handle(Client client, AccessClaims caller) {
    end(client, caller.subject(), caller.session());
  }

  /** By refresh token, of whatever generation: who has it may end the session. A token of nobody's ends nothing. */
  public void handle(Client client, RefreshToken token) {
    keys.refreshTokens()
        .read(token)
        .flatMap(claim -> environment
            .storage()
            .refreshes()
            .read(claim.session())
            .map(Refreshes.Refreshed::session)
            .filter(s -> s.secretDigest().equals(claim.secret().digest())))
        .filter(session -> session.realm().equals(client.realm().key())
            && session.transport() == client.transport())
        .ifPresent((Session session) -> end(client, session.account(), session.id()));
  }

  private void end(Client client, AccountId account, SessionId session) {
    Instant now = environment.now();
    environment.store().atomically(unit -> {
      unit.accounts().lock(account);
      return EndSessions.one(
          unit,
          account,
          session,
          RevokeReason.SIGNED_OUT,
          EndSessions.event(now, client, Actor.owner(account)));
    });
  }
}
