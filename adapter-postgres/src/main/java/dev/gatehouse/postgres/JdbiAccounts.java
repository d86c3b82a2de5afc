package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.throttle.ClientAddress;
import dev.gatehouse.port.Accounts;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Writes accounts. Whose name or address it is, the unique indexes decide. */
final class JdbiAccounts implements Accounts {
  private final Handle handle;

  JdbiAccounts(Handle handle) {
    this.handle = handle;
  }

  @Override
  public boolean create(Account account, Optional<PasswordHash> password) {
    Update insert = handle.createUpdate("""
            insert into gatehouse.accounts (id, shard, realm, username, username_key, email, display_name, locale, timezone, status, epoch, roles,
              second_factors, password_hash, terms_accepted_at, marketing, created_at, sign_in_count, last_sign_in_at, last_sign_in_address)
            values (:id, :shard, :realm, :username, :username_key, :email, :display_name, :locale, :timezone, :status, :epoch, :roles,
              :second_factors, :password_hash, :terms_accepted_at, :marketing, :created_at, :sign_in_count, :last_sign_in_at, :last_sign_in_address)
            on conflict do nothing
            """);
    bind(insert, account.profile());
    return insert
            .bind("id", account.id().value())
            .bind("shard", account.id().shard())
            .bind("realm", account.realm().value())
            .bind("username", account.username().map(Username::value))
            .bind("username_key", account.username().map(Username::canonical))
            .bind("email", account.email().map(EmailAddress::value))
            .bind("status", account.status().name())
            .bind("epoch", account.epoch())
            .bindArray("roles", String.class, AccountRow.names(account.roles()))
            .bindArray("second_factors", String.class, AccountRow.names(account.secondFactors()))
            .bind("password_hash", password.map(PasswordHash::phc))
            .bind("terms_accepted_at", account.consents().termsAcceptedAt())
            .bind("marketing", account.consents().marketing())
            .bind("created_at", account.createdAt())
            .bind("sign_in_count", account.signIns().count())
            .bind("last_sign_in_at", account.signIns().lastAt())
            .bind("last_sign_in_address", account.signIns().lastAddress().map(ClientAddress::value))
            .execute()
        == 1;
  }

  @Override
  public boolean taken(RealmKey realm, Username username) {
    return exists(
        "select exists (select from gatehouse.accounts where realm = :realm and username_key = :key)",
        realm,
        username.canonical());
  }

  @Override
  public boolean taken(RealmKey realm, EmailAddress email) {
    return exists(
        "select exists (select from gatehouse.accounts where realm = :realm and email = :key)",
        realm,
        email.value());
  }

  private boolean exists(String sql, RealmKey realm, String key) {
    return handle
        .createQuery(sql)
        .bind("realm", realm.value())
        .bind("key", key)
        .mapTo(Boolean.class)
        .one();
  }

  /** The lock lets others refer to the row, and nobody change it. */
  @Override
  public Optional<Account> lock(AccountId id) {
    return handle
        .createQuery("select " + AccountRow.COLUMNS
            + " from gatehouse.accounts a where a.id = :id and a.shard = :shard for no key update")
        .bind("id", id.value())
        .bind("shard", id.shard())
        .map((row, context) -> AccountRow.account(row))
        .findOne();
  }

  @Override
  public boolean signIn(AccountId id, long epochSeen, ClientAddress address, Instant now) {
    return of(id, """
                update gatehouse.accounts
                set sign_in_count = sign_in_count + 1, last_sign_in_at = :now, last_sign_in_address = :address
                where id = :id and shard = :shard and epoch = :epoch and status = 'ACTIVE'
                """)
            .bind("epoch", epochSeen)
            .bind("address", address.value())
            .bind("now", now)
            .execute()
        == 1;
  }

  @Override
  public void setPassword(AccountId id, PasswordHash password) {
    of(
            id,
            "update gatehouse.accounts set password_hash = :password, epoch = epoch + 1 where id = :id and shard = :shard")
        .bind("password", password.phc())
        .execute();
  }

  @Override
  public boolean rehash(AccountId id, PasswordHash stored, PasswordHash better) {
    return of(
                id,
                "update gatehouse.accounts set password_hash = :better where id = :id and shard = :shard and password_hash = :stored")
            .bind("stored", stored.phc())
            .bind("better", better.phc())
            .execute()
        == 1;
  }

  @Override
  public void setStatus(AccountId id, AccountStatus status) {
    of(
            id,
            "update gatehouse.accounts set status = :status, epoch = epoch + 1 where id = :id and shard = :shard")
        .bind("status", status.name())
        .execute();
  }

  @Override
  public void setProfile(AccountId id, Profile profile) {
    Update update = of(
        id,
        "update gatehouse.accounts set display_name = :display_name, locale = :locale, timezone = :timezone where id = :id and shard = :shard");
    bind(update, profile);
    update.execute();
  }

  @Override
  public void raiseEpoch(AccountId id) {
    of(id, "update gatehouse.accounts set epoch = epoch + 1 where id = :id and shard = :shard")
        .execute();
  }

  private Update of(AccountId id, String sql) {
    return handle.createUpdate(sql).bind("id", id.value()).bind("shard", id.shard());
  }

  private static void bind(Update statement, Profile profile) {
    statement
        .bind("display_name", profile.displayName())
        .bind("locale", profile.locale().toLanguageTag())
        .bind("timezone", profile.timezone().getId());
  }
}
