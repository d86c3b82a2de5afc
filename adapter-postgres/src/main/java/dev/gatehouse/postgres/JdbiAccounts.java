package dev.gatehouse.postgres;

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
import dev.gatehouse.port.Accounts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Writes accounts. Whose name or address it is, the unique indexes decide. */
final class JdbiAccounts implements Accounts {
  /** Nothing of before survives; of two clocks the one that is ahead counts. */
  private static final String RAISED =
      "epoch = epoch + 1, epoch_raised_at = greatest(epoch_raised_at, :now)";

  private final Handle handle;

  JdbiAccounts(Handle handle) {
    this.handle = handle;
  }

  @Override
  public boolean create(Account account, Optional<PasswordHash> password) {
    account.email().ifPresent(email -> claim(account.realm(), email.value()));
    Update insert = handle.createUpdate("""
        insert into gatehouse.accounts (id, shard, realm, username, username_key, email, display_name, locale, timezone, status, epoch, roles,
          second_factors, password_hash, terms_accepted_at, marketing, created_at, sign_in_count, last_sign_in_at, last_sign_in_address,
          terms_version, phrase, warned_by)
        values (:id, :shard, :realm, :username, :username_key, :email, :display_name, :locale, :timezone, :status, :epoch, :roles,
          :second_factors, :password_hash, :terms_accepted_at, :marketing, :created_at, :sign_in_count, :last_sign_in_at, :last_sign_in_address,
          :terms_version, :phrase, :warned_by)
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
            .bind("terms_version", account.consents().termsVersion())
            .bind("phrase", account.phrase().map(Phrase::value))
            .bind("warned_by", account.warnedBy().map(ProviderKey::value))
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

  @Override
  public boolean anybodyIs(RealmKey realm, Role role) {
    claim(realm, role.name());
    return exists(
        "select exists (select from gatehouse.accounts where realm = :realm and status <> 'DELETED' and :key = any(roles))",
        realm,
        role.name());
  }

  private boolean exists(String sql, RealmKey realm, String key) {
    return handle
        .createQuery(sql)
        .bind("realm", realm.value())
        .bind("key", key)
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public Optional<Account> at(RealmKey realm, EmailAddress email) {
    return handle
        .createQuery("select " + AccountRow.COLUMNS
            + " from gatehouse.accounts a where a.realm = :realm and a.email = :email")
        .bind("realm", realm.value())
        .bind("email", email.value())
        .map((row, context) -> AccountRow.account(row))
        .findOne();
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
  public boolean hasPassword(AccountId id) {
    return handle
        .createQuery(
            "select exists (select from gatehouse.accounts where id = :id and shard = :shard and password_hash is not null)")
        .bind("id", id.value())
        .bind("shard", id.shard())
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public void setPassword(AccountId id, PasswordHash password, Instant now) {
    raising(id, "password_hash = :password", now)
        .bind("password", password.phc())
        .execute();
  }

  @Override
  public boolean dropPassword(AccountId id, Instant now) {
    return of(
                id,
                "update gatehouse.accounts set password_hash = null, " + RAISED
                    + " where id = :id and shard = :shard and password_hash is not null")
            .bind("now", now)
            .execute()
        == 1;
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
  public DevicesTold told(AccountId id) {
    return new DevicesTold(handle
        .createQuery(
            "select t.look, t.at from gatehouse.accounts a, unnest(a.told_looks, a.told_at) with ordinality as t (look, at, place) where a.id = :id and a.shard = :shard order by t.place")
        .bind("id", id.value())
        .bind("shard", id.shard())
        .map((row, context) ->
            new DevicesTold.Device(row.getString("look"), Types.instant(row, "at")))
        .list());
  }

  @Override
  public void setTold(AccountId id, DevicesTold told) {
    of(
            id,
            "update gatehouse.accounts set told_looks = :looks, told_at = :at where id = :id and shard = :shard")
        .bindArray(
            "looks",
            String.class,
            told.devices().stream().map(DevicesTold.Device::look).toList())
        .bindArray(
            "at",
            Instant.class,
            told.devices().stream().map(DevicesTold.Device::at).toList())
        .execute();
  }

  @Override
  public Reverts reverts(AccountId id) {
    return handle
        .createQuery(
            "select coalesce(reverts, '{}') as reverts, coalesce(reverts_rows, '{}') as reverts_rows from gatehouse.accounts where id = :id and shard = :shard")
        .bind("id", id.value())
        .bind("shard", id.shard())
        .map((row, context) -> reverts(row))
        .one();
  }

  /** A version that does not keep rows leaves those of others where they are: each stands behind the name of its link. */
  private static Reverts reverts(ResultSet row) throws SQLException {
    List<UUID> pairs = uuids(row, "reverts_rows");
    Map<UUID, UUID> rows = new HashMap<>();
    for (int i = 0; i + 1 < pairs.size(); i += 2) {
      rows.put(pairs.get(i), pairs.get(i + 1));
    }
    return new Reverts(uuids(row, "reverts").stream()
        .map(name -> new Reverts.Link(name, Optional.ofNullable(rows.get(name))))
        .toList());
  }

  private static List<UUID> uuids(ResultSet row, String column) throws SQLException {
    return List.of((UUID[]) row.getArray(column).getArray());
  }

  /** An update, unlike an insert, cannot pass over what the unique index forbids: so whoever takes an address waits for who is about to. */
  @Override
  public boolean setEmail(AccountId id, EmailAddress email, Reverts reverts, Instant now) {
    RealmKey realm = handle
        .createQuery("select realm from gatehouse.accounts where id = :id and shard = :shard")
        .bind("id", id.value())
        .bind("shard", id.shard())
        .mapTo(String.class)
        .map(RealmKey::new)
        .one();
    claim(realm, email.value());
    return of(id, """
        update gatehouse.accounts a
        set email = :email, reverts = :reverts, reverts_rows = :reverts_rows, %s
        where a.id = :id and a.shard = :shard
          and not exists (select from gatehouse.accounts other where other.realm = a.realm and other.email = :email and other.id <> :id)
        """.formatted(RAISED))
            .bind("email", email.value())
            .bindArray(
                "reverts",
                UUID.class,
                reverts.links().stream().map(Reverts.Link::name).toList())
            .bindArray(
                "reverts_rows",
                UUID.class,
                reverts.links().stream()
                    .flatMap(link -> link.row().stream().flatMap(at -> Stream.of(link.name(), at)))
                    .toList())
            .bind("now", now)
            .execute()
        == 1;
  }

  /** Until the unit ends. */
  private void claim(RealmKey realm, String what) {
    handle
        .createQuery("select true from pg_advisory_xact_lock(hashtextextended(:what, 0))")
        .bind("what", realm.value() + " " + what)
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public void setStatus(AccountId id, AccountStatus status, Instant now) {
    raising(id, "status = :status", now).bind("status", status.name()).execute();
  }

  @Override
  public void setSecondFactors(AccountId id, Set<Method> factors, Instant now) {
    raising(id, "second_factors = :factors", now)
        .bindArray("factors", String.class, AccountRow.names(factors))
        .execute();
  }

  @Override
  public void disable(AccountId id, Instant now) {
    raising(id, "status_before = status, status = 'DISABLED'", now).execute();
  }

  @Override
  public AccountStatus enable(AccountId id, Instant now) {
    return handle
        .createQuery("""
            update gatehouse.accounts set status = coalesce(status_before, 'ACTIVE'), status_before = null, %s
            where id = :id and shard = :shard
            returning status
            """.formatted(RAISED))
        .bind("id", id.value())
        .bind("shard", id.shard())
        .bind("now", now)
        .map((row, context) -> AccountStatus.valueOf(row.getString("status")))
        .one();
  }

  @Override
  public void setPhrase(AccountId id, Optional<Phrase> phrase) {
    of(id, "update gatehouse.accounts set phrase = :phrase where id = :id and shard = :shard")
        .bind("phrase", phrase.map(Phrase::value))
        .execute();
  }

  @Override
  public void setWarnedBy(AccountId id, Optional<ProviderKey> messenger) {
    of(id, "update gatehouse.accounts set warned_by = :by where id = :id and shard = :shard")
        .bind("by", messenger.map(ProviderKey::value))
        .execute();
  }

  /** Of what only a newer version knows it keeps what was said, and nothing holds because of it. */
  @Override
  public void consent(AccountId id, Consent consent) {
    String holds = switch (consent.kind()) {
      case TERMS -> "terms_accepted_at = :at, terms_version = :version";
      case MARKETING -> "marketing = :given";
      case OTHER -> throw new IllegalArgumentException("nothing known is agreed to");
    };
    handle
        .createUpdate("""
            with kept as (
              insert into gatehouse.consents (shard, account_id, kind, given, version, at)
              values (:shard, :id, :kind, :given, :version, :at))
            update gatehouse.accounts set %s where id = :id and shard = :shard
            """.formatted(holds))
        .bind("id", id.value())
        .bind("shard", id.shard())
        .bind("kind", consent.kind().name())
        .bind("given", consent.given())
        .bind("version", consent.version())
        .bind("at", consent.at())
        .execute();
  }

  @Override
  public void erase(AccountId id, Instant now) {
    of(id, """
        update gatehouse.accounts
        set reverts_rows = null, epoch_raised_at = greatest(epoch_raised_at, :now), username = null, username_key = null, email = null, display_name = null, locale = 'en', timezone = 'UTC',
          status = 'DELETED', epoch = epoch + 1, roles = '{}', second_factors = '{}', password_hash = null,
          terms_accepted_at = null, terms_version = null, marketing = false, sign_in_count = 0, last_sign_in_at = null,
          last_sign_in_address = null, phrase = null, warned_by = null, status_before = null, reverts = null, told_looks = null, told_at = null
        where id = :id and shard = :shard
        """).bind("now", now).execute();
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
  public void raiseEpoch(AccountId id, Instant now) {
    of(id, "update gatehouse.accounts set " + RAISED + " where id = :id and shard = :shard")
        .bind("now", now)
        .execute();
  }

  @Override
  public Optional<Instant> epochRaisedAt(AccountId id) {
    return handle
        .createQuery(
            "select epoch_raised_at from gatehouse.accounts where id = :id and shard = :shard")
        .bind("id", id.value())
        .bind("shard", id.shard())
        .map((row, context) -> Types.maybeInstant(row, "epoch_raised_at"))
        .findOne()
        .flatMap(at -> at);
  }

  private Update raising(AccountId id, String change, Instant now) {
    return of(
            id,
            "update gatehouse.accounts set " + change + ", " + RAISED
                + " where id = :id and shard = :shard")
        .bind("now", now);
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
