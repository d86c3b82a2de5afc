package dev.gatehouse.testkit.fake;

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
import dev.gatehouse.domain.account.SignIns;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.throttle.ClientAddress;
import dev.gatehouse.port.AccountDirectory.Entry;
import dev.gatehouse.port.Accounts;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
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
  public boolean anybodyIs(RealmKey realm, Role role) {
    return unit.state()
        .accounts
        .any(row -> row.account().realm().equals(realm)
            && row.account().status() != AccountStatus.DELETED
            && row.account().roles().contains(role));
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
    change(id, draft -> draft.signIns(counted));
    return true;
  }

  @Override
  public boolean hasPassword(AccountId id) {
    return unit.stateOf(id).accounts.find(id).flatMap(Entry::password).isPresent();
  }

  @Override
  public void setPassword(AccountId id, PasswordHash password, Instant now) {
    raiseEpoch(id, now);
    replace(id, row -> new Entry(row.account(), Optional.of(password)));
  }

  @Override
  public boolean dropPassword(AccountId id, Instant now) {
    boolean there = hasPassword(id);
    if (there) {
      raiseEpoch(id, now);
      replace(id, row -> new Entry(row.account(), Optional.empty()));
    }
    return there;
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
  public DevicesTold told(AccountId id) {
    return unit.stateOf(id).told.find(id).orElse(DevicesTold.NONE);
  }

  @Override
  public void setTold(AccountId id, DevicesTold told) {
    unit.stateOf(id).told.put(id, told);
  }

  @Override
  public Reverts reverts(AccountId id) {
    return unit.stateOf(id).reverts.find(id).orElse(Reverts.NONE);
  }

  @Override
  public boolean setEmail(AccountId id, EmailAddress email, Reverts reverts, Instant now) {
    RealmKey realm = unit.stateOf(id).accounts.find(id).orElseThrow().account().realm();
    boolean another = unit.state()
        .accounts
        .any(row -> row.account().realm().equals(realm)
            && row.account().email().equals(Optional.of(email))
            && !row.account().id().equals(id));
    if (another) {
      return false;
    }
    raiseEpoch(id, now);
    change(id, draft -> draft.email(email));
    unit.state().reverts.put(id, reverts);
    return true;
  }

  @Override
  public Optional<Account> at(RealmKey realm, EmailAddress email) {
    return unit
        .state()
        .accounts
        .where(row ->
            row.account().realm().equals(realm) && row.account().email().equals(Optional.of(email)))
        .stream()
        .map(Entry::account)
        .findFirst();
  }

  @Override
  public void setStatus(AccountId id, AccountStatus status, Instant now) {
    raiseEpoch(id, now);
    change(id, draft -> draft.status(status));
  }

  @Override
  public void disable(AccountId id, Instant now) {
    AccountStatus before =
        unit.stateOf(id).accounts.find(id).orElseThrow().account().status();
    unit.stateOf(id).before.put(id, before);
    setStatus(id, AccountStatus.DISABLED, now);
  }

  @Override
  public AccountStatus enable(AccountId id, Instant now) {
    AccountStatus before = unit.stateOf(id).before.find(id).orElse(AccountStatus.ACTIVE);
    unit.stateOf(id).before.remove(id);
    setStatus(id, before, now);
    return before;
  }

  @Override
  public void setSecondFactors(AccountId id, Set<Method> factors, Instant now) {
    raiseEpoch(id, now);
    change(id, draft -> draft.secondFactors(factors));
  }

  @Override
  public void setProfile(AccountId id, Profile profile) {
    change(id, draft -> draft.profile(profile));
  }

  @Override
  public void setWarnedBy(AccountId id, Optional<ProviderKey> messenger) {
    change(id, draft -> draft.warnedBy(messenger));
  }

  @Override
  public void setPhrase(AccountId id, Optional<Phrase> phrase) {
    change(id, draft -> draft.phrase(phrase));
  }

  @Override
  public void consent(AccountId id, Consent consent) {
    unit.stateOf(id).agree(id, consent);
    replace(
        id,
        row -> new Entry(
            Draft.of(row.account())
                .consents(row.account().consents().after(consent))
                .build(),
            row.password()));
  }

  @Override
  public void erase(AccountId id, Instant now) {
    raiseEpoch(id, now);
    unit.stateOf(id).before.remove(id);
    unit.stateOf(id).reverts.remove(id);
    unit.stateOf(id).told.remove(id);
    replace(id, row -> new Entry(Draft.of(row.account()).nobody().build(), Optional.empty()));
  }

  @Override
  public void raiseEpoch(AccountId id, Instant now) {
    change(id, Draft::raised);
    Instant last = epochRaisedAt(id).filter(now::isBefore).orElse(now);
    unit.stateOf(id).raised.put(id, last);
  }

  @Override
  public Optional<Instant> epochRaisedAt(AccountId id) {
    return unit.stateOf(id).raised.find(id);
  }

  private void change(AccountId id, UnaryOperator<Draft> change) {
    replace(id, row -> new Entry(change.apply(Draft.of(row.account())).build(), row.password()));
  }

  private void replace(AccountId id, UnaryOperator<Entry> change) {
    Table<AccountId, Entry> accounts = unit.stateOf(id).accounts;
    accounts.find(id).ifPresent(row -> accounts.put(id, change.apply(row)));
  }
}
