package dev.gatehouse.port;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.OneTimeSecret;
import java.util.List;
import java.util.Optional;

/** Reading identities: one round trip each, never stale. */
public interface IdentityDirectory {
  /** The account that {@link Identities#owner} gives, and its epoch. */
  Optional<OneTimeSecret.Owner> owner(RealmKey realm, List<Identity> identities);

  /** What the account has, by provider. */
  List<LinkedIdentity> of(AccountId account);
}
