package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.account.SignIns;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.throttle.ClientAddress;
import dev.gatehouse.port.AccountDirectory.Entry;
import dev.gatehouse.port.Accounts;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Writes accounts on a unit's copy, and insists that the row was locked before. */
final class InMemoryAccounts implements Accounts {
  private final InMemoryUnit unit;

  InMemoryAccounts(InMemoryUnit unit) {
    this.unit = unit;
  }

  @Override
  public boolean create(Account account, Optional<PasswordHash> password) {
    RealmKey realm = account.realm();
    boolean nameTaken = account.username().filter(name -> taken(realm, name)).isPresent();
    boolean emailTaken = account.email().filter(email -> taken(realm, email)).isPresent();
    if (nameTaken || emailTaken || unit.state().accounts.has(account.id())) {
      return false;
    }
    unit.state().accounts.put(account.id(), new Entry(account, password));
    unit.locked(account.id());
    return true;
  }

  @Override
  public boolean taken(RealmKey realm, Username username) {
    return unit.state()
        .accounts
        .any(row -> row.account().realm().equals(realm)
            && row.account().username().equals(Optional.of(username)));
  }

  @Override
  public boolean taken(RealmKey realm, EmailAddress email) {
    return unit.state()
        .accounts
        .any(row -> row.account().realm().equals(realm)
            && row.account().email().equals(Optional.of(email)));
  }

  @Override
  public Optional<Account> lock(AccountId id) {
    Optional<Account> account = unit.state().accounts.find(id).map(Entry::account);
    account.ifPresent(found -> unit.locked(id));
    return account;
  }

  @Override
  public boolean signIn(AccountId id, long epochSeen, ClientAddress address, Instant now) {
    Optional<Account> account = unit.state()
        .accounts
        .find(id)
        .map(Entry::account)
        .filter(found -> found.active() && found.epoch() == epochSeen);
    if (account.isEmpty()) {
      return false;
    }
    unit.locked(id);
    SignIns counted =
        new SignIns(account.get().signIns().count() + 1, Optional.of(now), Optional.of(address));
    change(id, a -> with(a, a.profile(), a.status(), a.epoch(), counted));
    return true;
  }

  @Override
  public void setPassword(AccountId id, PasswordHash password) {
    raiseEpoch(id);
    replace(id, row -> new Entry(row.account(), Optional.of(password)));
  }

  @Override
  public boolean rehash(AccountId id, PasswordHash stored, PasswordHash better) {
    Optional<Entry> row = unit.stateOf(id)
        .accounts
        .find(id)
        .filter(found -> found.password().equals(Optional.of(stored)));
    row.ifPresent(found -> replace(id, r -> new Entry(r.account(), Optional.of(better))));
    return row.isPresent();
  }

  @Override
  public void setStatus(AccountId id, AccountStatus status) {
    change(id, a -> with(a, a.profile(), status, a.epoch() + 1, a.signIns()));
  }

  @Override
  public void setProfile(AccountId id, Profile profile) {
    change(id, a -> with(a, profile, a.status(), a.epoch(), a.signIns()));
  }

  @Override
  public void raiseEpoch(AccountId id) {
    change(id, a -> with(a, a.profile(), a.status(), a.epoch() + 1, a.signIns()));
  }

  private void change(AccountId id, UnaryOperator<Account> change) {
    replace(id, row -> new Entry(change.apply(row.account()), row.password()));
  }

  private void replace(AccountId id, UnaryOperator<Entry> change) {
    Table<AccountId, Entry> accounts = unit.stateOf(id).accounts;
    accounts.find(id).ifPresent(row -> accounts.put(id, change.apply(row)));
  }

  private static Account with(
      Account a, Profile profile, AccountStatus status, long epoch, SignIns signIns) {
    return new Account(
        a.id(),
        a.realm(),
        a.username(),
        a.email(),
        profile,
        status,
        epoch,
        a.roles(),
        a.secondFactors(),
        a.consents(),
        a.createdAt(),
        signIns);
  }
}
