package dev.gatehouse.port;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.throttle.ClientAddress;
import java.time.Instant;
import java.util.Optional;

/** Writing accounts. Every verb but {@link #create} and {@link #taken} expects the account's row locked by {@link #lock} in the same unit. */
public interface Accounts {
  /**
   * Creates an account.
   *
   * @return false, and nothing is written, when the realm has an account of that username or address; of racing callers one gets true
   */
  boolean create(Account account, Optional<PasswordHash> password);

  /** Whether an account of the realm has that username, case aside. */
  boolean taken(RealmKey realm, Username username);

  /** Whether an account of the realm has that address. */
  boolean taken(RealmKey realm, EmailAddress email);

  /** Locks the account's row until the unit ends, and reads it. */
  Optional<Account> lock(AccountId id);

  /**
   * Claims the account for a sign-in: counts it and notes when and from where, if the epoch is still the one seen and the account is active.
   * Locks the row.
   *
   * @return false, and nothing is written, otherwise
   */
  boolean signIn(AccountId id, long epochSeen, ClientAddress address, Instant now);

  /** Sets the password and raises the epoch. */
  void setPassword(AccountId id, PasswordHash password);

  /**
   * Replaces the stored hash by a better one of the same password; the epoch stays.
   *
   * @return false, and nothing is written, when another hash is stored by now
   */
  boolean rehash(AccountId id, PasswordHash stored, PasswordHash better);

  /** Sets the status and raises the epoch. */
  void setStatus(AccountId id, AccountStatus status);

  void setProfile(AccountId id, Profile profile);

  /** Raises the epoch: nothing begun before survives. */
  void raiseEpoch(AccountId id);
}
