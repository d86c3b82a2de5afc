package dev.gatehouse.port;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.identity.ProviderProfile;
import dev.gatehouse.domain.realm.RealmKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which identities at providers belong to which accounts. The account's row is locked before any verb that writes, in an earlier statement of the same unit. */
public interface Identities {
  /**
   * The account of the realm that has the first of these that any has. One that has another subject of the provider of an earlier one has none of these: what comes
   * first says who somebody is, and what is joined only leads to an account where that says nothing.
   */
  Optional<AccountId> owner(RealmKey realm, List<Identity> identities);

  /**
   * Links an identity, and what is joined to it. Something joined that belongs to another link stays there.
   *
   * @return false, and nothing is written, when the identity belongs to an account of the realm, be it this one, or the account has one of that provider;
   *     of racing callers one gets true
   */
  boolean link(LinkedIdentity linked);

  /**
   * Keeps what is shown of a person whose identity the account has, {@linkplain ProviderProfile#over over} what was, and that it was used, and joins what is new; what
   * belongs to another link stays there.
   *
   * @return what was joined
   */
  List<Identity> used(AccountId account, RealmKey realm, ProvenIdentity person, Instant now);

  /** Keeps what is shown of a person whose identity the account has, and nothing of what was, and that it was used. */
  void show(
      AccountId account, RealmKey realm, Identity identity, ProviderProfile profile, Instant now);

  /**
   * Takes the identity of that provider from the account, with all that it is joined with.
   *
   * @return false when there was none
   */
  boolean unlink(AccountId account, ProviderKey provider);

  /** What the account has, by provider. */
  List<LinkedIdentity> of(AccountId account);

  /** Takes all of them from the account. */
  void drop(AccountId account);
}
