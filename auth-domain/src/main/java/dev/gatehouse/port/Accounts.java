package dev.gatehouse.port;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Consent;
import dev.gatehouse.domain.account.DevicesTold;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Phrase;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.account.Reverts;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.throttle.ClientAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Writing accounts. Every verb but {@link #create}, {@link #taken}, {@link #anybodyIs} and {@link #at} expects the account's row locked by {@link #lock} in the same unit. */
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

  /** Whether an account of the realm, deleted ones aside, has that role. Whoever else asks the same waits until the unit ends: what is done on a "no" is done once. */
  boolean anybodyIs(RealmKey realm, Role role);

  /** The account of the realm that has that address. */
  Optional<Account> at(RealmKey realm, EmailAddress email);

  /** Locks the account's row until the unit ends, and reads it. */
  Optional<Account> lock(AccountId id);

  /**
   * Claims the account for a sign-in: counts it and notes when and from where, if the epoch is still the one seen and the account is active.
   * Locks the row.
   *
   * @return false, and nothing is written, otherwise
   */
  boolean signIn(AccountId id, long epochSeen, ClientAddress address, Instant now);

  /** Whether a password is set. */
  boolean hasPassword(AccountId id);

  /** Sets the password and raises the epoch. */
  void setPassword(AccountId id, PasswordHash password, Instant now);

  /**
   * Takes the password away and raises the epoch.
   *
   * @return false, and nothing is written, when there is none
   */
  boolean dropPassword(AccountId id, Instant now);

  /**
   * Replaces the stored hash by a better one of the same password; the epoch stays.
   *
   * @return false, and nothing is written, when another hash is stored by now
   */
  boolean rehash(AccountId id, PasswordHash stored, PasswordHash better);

  /** Of which devices its owner was told lately. */
  DevicesTold told(AccountId id);

  void setTold(AccountId id, DevicesTold told);

  /** The links that were given out to bring an earlier address back. */
  Reverts reverts(AccountId id);

  /**
   * Sets the address, and which links may bring an earlier one back, and raises the epoch.
   *
   * @return false, and nothing is written, when another account of the realm has the address; of racing callers one gets true
   */
  boolean setEmail(AccountId id, EmailAddress email, Reverts reverts, Instant now);

  /** Sets the status and raises the epoch. */
  void setStatus(AccountId id, AccountStatus status, Instant now);

  /** Sets which second factors are enrolled and raises the epoch. */
  void setSecondFactors(AccountId id, Set<Method> factors, Instant now);

  /** Sets the status to {@link AccountStatus#DISABLED}, remembering what it was, and raises the epoch. */
  void disable(AccountId id, Instant now);

  /** Takes {@link #disable} back: the status is what it was before, or ACTIVE where that is not known. Raises the epoch. */
  AccountStatus enable(AccountId id, Instant now);

  void setProfile(AccountId id, Profile profile);

  void setPhrase(AccountId id, Optional<Phrase> phrase);

  void setWarnedBy(AccountId id, Optional<ProviderKey> messenger);

  /** Keeps what was agreed to or taken back, for good, and lets it hold from now on. */
  void consent(AccountId id, Consent consent);

  /**
   * Empties the row of everything personal and sets the status to {@link AccountStatus#DELETED}: name and address are free for others. Raises
   * the epoch. What else is kept of the account is for {@link PersonalData} to erase.
   */
  void erase(AccountId id, Instant now);

  /** Raises the epoch: nothing begun before survives. */
  void raiseEpoch(AccountId id, Instant now);

  /**
   * When the epoch was raised last, by whatever raises it: what others have signed before does not survive either (law L23). Never back in time; empty where that
   * has not happened, or a version did it that did not keep when.
   */
  Optional<Instant> epochRaisedAt(AccountId id);
}
