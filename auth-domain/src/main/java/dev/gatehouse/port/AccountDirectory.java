package dev.gatehouse.port;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.realm.RealmKey;
import java.util.Optional;

/** Reading accounts: one round trip each, never stale. */
public interface AccountDirectory {
  /** An account and what its password is checked against. */
  record Entry(Account account, Optional<PasswordHash> password) {}

  Optional<Entry> find(RealmKey realm, AccountId id);

  /** The account that has this proven address, or this username (case aside), in the realm. */
  Optional<Entry> find(RealmKey realm, Identifier identifier);
}
