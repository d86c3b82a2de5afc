package dev.gatehouse.application.telegram;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.session.EndSessions;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.session.RevokeReason;
import java.time.Instant;
import java.util.Optional;

/** Ends every session of the account that has an identity, for whom the provider names. A sign-in that is under way does not survive it. */
public final class SignOutByIdentity {
  private final Environment environment;

  SignOutByIdentity(Environment environment) {
    this.environment = environment;
  }

  /**
   * Returns how many sessions were ended.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code NotFound} when no account has the identity, or one that may not be used
   */
  public int handle(Realm realm, ProvenIdentity person) {
    Instant now = environment.now();
    return environment.store().atomically(unit -> {
      Account account = ByIdentity.lock(unit, realm, person);
      unit.accounts().raiseEpoch(account.id(), now);
      unit.record(ByIdentity.event(EventType.SIGNED_OUT_EVERYWHERE, account, now)
          .because(person.identity().provider().value()));
      return EndSessions.all(
              unit,
              account.id(),
              Optional.empty(),
              RevokeReason.SIGNED_OUT_EVERYWHERE,
              ByIdentity.event(EventType.SESSION_ENDED, account, now))
          .size();
    });
  }
}
