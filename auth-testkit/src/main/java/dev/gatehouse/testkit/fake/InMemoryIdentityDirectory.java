package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.port.IdentityDirectory;
import java.util.List;
import java.util.Optional;

/** Reads committed identities. */
final class InMemoryIdentityDirectory implements IdentityDirectory {
  private final Engine engine;

  InMemoryIdentityDirectory(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Optional<OneTimeSecret.Owner> owner(RealmKey realm, List<Identity> identities) {
    State state = engine.read();
    return InMemoryIdentities.owner(state, realm, identities)
        .flatMap(state.accounts::find)
        .map(entry ->
            new OneTimeSecret.Owner(entry.account().id(), entry.account().epoch()));
  }

  @Override
  public List<LinkedIdentity> of(AccountId account) {
    return InMemoryIdentities.of(engine.read(), account);
  }
}
