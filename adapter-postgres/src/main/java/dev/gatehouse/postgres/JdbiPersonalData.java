package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.Consent;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.assurance.EnrolledFactor;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.port.PersonalData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Reads what is kept of a person, and erases it: every table with a column {@code account_id} belongs to the account, be it a later
 * release's, and is looked up rather than listed here.
 */
final class JdbiPersonalData implements PersonalData {
  private static final String OWNED = """
      select c.relname
      from pg_catalog.pg_class c
        join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'account_id' and not a.attisdropped
      where c.relnamespace = cast('gatehouse' as regnamespace) and c.relkind = 'r' and not c.relispartition and c.relname <> 'departures'
      order by c.relname
      """;

  private static final String WAITING = "delivered_at is null and dead_at is null";
  private static final String DEAD = "delivered_at is null and dead_at is not null";

  private final Db db;

  JdbiPersonalData(Db db) {
    this.db = db;
  }

  @Override
  public Kept of(Account account, Instant now) {
    return db.read(handle -> new Kept(
        consents(handle, account.id()),
        sessions(handle, account.id()),
        invitations(handle, account),
        mails(handle, account.id(), WAITING),
        mails(handle, account.id(), DEAD),
        registrations(handle, account, now),
        JdbiIdentities.of(handle, account.id()),
        factor(handle, account.id())));
  }

  private static List<Consent> consents(Handle handle, AccountId account) {
    return handle
        .createQuery("""
            select kind, given, version, at from gatehouse.consents where account_id = :account order by position
            """)
        .bind("account", account.value())
        .map((row, context) -> consent(row))
        .list();
  }

  private static Consent consent(ResultSet row) throws SQLException {
    return new Consent(
        Types.word(Consent.Kind.OTHER, row.getString("kind")),
        row.getBoolean("given"),
        Types.maybeString(row, "version"),
        Types.instant(row, "at"));
  }

  private static List<Session> sessions(Handle handle, AccountId account) {
    return handle
        .createQuery("select " + SessionRow.COLUMNS
            + " from gatehouse.sessions s where s.account_id = :account order by s.id")
        .bind("account", account.value())
        .map((row, context) -> SessionRow.session(row))
        .list();
  }

  private static List<Invitation> invitations(Handle handle, Account account) {
    return handle
        .createQuery("select " + InvitationRow.COLUMNS + """
             from gatehouse.invitations
            where account_id = :account or account_id is null and realm = :realm and email = :email
            order by created_at, id
            """)
        .bind("account", account.id().value())
        .bind("realm", account.realm().value())
        .bind("email", account.email().map(EmailAddress::value))
        .map((row, context) -> InvitationRow.of(row))
        .list();
  }

  private static List<Mail.Kind> mails(Handle handle, AccountId account, String which) {
    return handle
        .createQuery("""
            select kind from gatehouse.outbox
            where account_id = :account and %s and kind = any(:known)
            order by created_at, id
            """.formatted(which))
        .bind("account", account.value())
        .bindArray("known", String.class, JdbiOutbox.everyWord())
        .map((row, context) -> JdbiOutbox.kind(row.getString("kind")))
        .list();
  }

  private static List<Instant> registrations(Handle handle, Account account, Instant now) {
    return handle
        .createQuery("""
            select ends_at from gatehouse.candidates
            where (realm = :realm and email = :email or account_id = :account) and ends_at > :now
            order by position
            """)
        .bind("account", account.id().value())
        .bind("realm", account.realm().value())
        .bind("email", account.email().map(EmailAddress::value))
        .bind("now", now)
        .map((row, context) -> Types.instant(row, "ends_at"))
        .list();
  }

  private static Optional<EnrolledFactor> factor(Handle handle, AccountId account) {
    return handle
        .createQuery("""
            select a.enrolled_at, (
              select count(*) from gatehouse.recovery_codes c where c.account_id = a.account_id and c.shard = a.shard) as codes
            from gatehouse.authenticators a where a.account_id = :account and a.shard = :shard
            """)
        .bind("account", account.value())
        .bind("shard", account.shard())
        .map((row, context) ->
            new EnrolledFactor(Types.instant(row, "enrolled_at"), row.getInt("codes")))
        .findOne();
  }

  @Override
  public List<AccountId> due(int limit, Instant now) {
    return db.read(handle -> handle
        .createQuery(
            "select account_id from gatehouse.departures where due_at <= :now order by due_at limit :limit")
        .bind("now", now)
        .bind("limit", limit)
        .map((row, context) -> new AccountId(Types.uuid(row, "account_id")))
        .list());
  }

  /** Each kind by itself: what was done stays done, wherever it is stopped. */
  @Override
  public int erase(AccountId account, int batch) {
    if (!erased(account)) {
      return 0;
    }
    int gone = forget(account, batch);
    for (String table : db.read(JdbiPersonalData::owned)) {
      gone += clear(table, "account_id", account.value(), batch);
    }
    // those that outlive the epoch have no account_id
    gone += clear("one_time_secrets", "subject", account.toString(), batch);
    if (gone == 0) {
      db.transaction(handle -> {
        new JdbiDepartures(handle).cancel(account);
        return true;
      });
    }
    return gone;
  }

  private boolean erased(AccountId account) {
    return db.read(handle -> handle
        .createQuery(
            "select exists (select from gatehouse.accounts where id = :id and shard = :shard and status = 'DELETED')")
        .bind("id", account.value())
        .bind("shard", account.shard())
        .mapTo(Boolean.class)
        .one());
  }

  private int forget(AccountId account, int batch) {
    return db.read(handle -> handle
        .createUpdate("""
            update gatehouse.audit set address = null, user_agent = null
            where (position, at) in (
              select position, at from gatehouse.audit
              where account_id = :account and (address is not null or user_agent is not null)
              limit :batch)
            """)
        .bind("account", account.value())
        .bind("batch", batch)
        .execute());
  }

  private static List<String> owned(Handle handle) {
    return handle.createQuery(OWNED).mapTo(String.class).list();
  }

  private int clear(String table, String column, Object account, int batch) {
    String sql = """
        delete from gatehouse.%1$s where ctid = any (array(
          select ctid from gatehouse.%1$s where %2$s = :account limit :batch for update))
        """.formatted(table, column);
    return db.read(handle ->
        handle.createUpdate(sql).bind("account", account).bind("batch", batch).execute());
  }
}
