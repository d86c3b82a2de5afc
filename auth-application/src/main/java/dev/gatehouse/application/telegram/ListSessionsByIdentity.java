package dev.gatehouse.application.telegram;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The live sessions of the account that has an identity, newest first, for whom the provider names. */
public final class ListSessionsByIdentity {
  private final Environment environment;

  ListSessionsByIdentity(Environment environment) {
    this.environment = environment;
  }

  /** An account and its sessions. */
  public record Listed(Account account, List<Session> sessions) {
    public Listed {
      sessions = List.copyOf(sessions);
    }
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code NotFound} when no account has the identity, or one that may not be used */
  public Listed handle(Realm realm, ProvenIdentity person, int most) {
    Instant now = environment.now();
    Account account = environment.store().atomically(unit -> ByIdentity.lock(unit, realm, person));
    return new Listed(
        account, environment.storage().sessions().live(account.id(), Optional.empty(), most, now));
  }
}
