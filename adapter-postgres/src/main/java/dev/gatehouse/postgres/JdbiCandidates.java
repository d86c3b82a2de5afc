package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.Candidate;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.port.Candidates;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Keeps registrants of addresses that are not proven yet. */
final class JdbiCandidates implements Candidates {
  private final Handle handle;

  JdbiCandidates(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void hold(Candidate candidate) {
    handle
        .createUpdate("""
            insert into gatehouse.candidates (id, realm, email, flow, username, password_hash, locale, terms_accepted_at, marketing, ends_at,
              terms_version, invitation_id)
            values (:id, :realm, :email, :flow, :username, :password_hash, :locale, :terms_accepted_at, :marketing, :ends_at,
              :terms_version, :invitation)
            """)
        .bind("id", candidate.id())
        .bind("realm", candidate.realm().value())
        .bind("email", candidate.email().value())
        .bind("flow", candidate.flow().bytes())
        .bind("username", candidate.username().map(Username::value))
        .bind("password_hash", candidate.password().map(PasswordHash::phc))
        .bind("locale", candidate.locale().toLanguageTag())
        .bind("terms_accepted_at", candidate.consents().termsAcceptedAt())
        .bind("marketing", candidate.consents().marketing())
        .bind("ends_at", candidate.endsAt())
        .bind("terms_version", candidate.consents().termsVersion())
        .bind("invitation", candidate.invitation())
        .execute();
  }

  @Override
  public List<Candidate> of(RealmKey realm, EmailAddress email, Instant now) {
    return handle
        .createQuery("""
            select id, realm, email, flow, username, password_hash, locale, terms_accepted_at, marketing, ends_at,
              terms_version, invitation_id
            from gatehouse.candidates
            where realm = :realm and email = :email and ends_at > :now
            order by position
            for no key update
            """)
        .bind("realm", realm.value())
        .bind("email", email.value())
        .bind("now", now)
        .map((row, context) -> candidate(row))
        .list();
  }

  @Override
  public void became(UUID id, AccountId account) {
    handle
        .createUpdate("update gatehouse.candidates set account_id = :account where id = :id")
        .bind("account", account.value())
        .bind("id", id)
        .execute();
  }

  @Override
  public void drop(RealmKey realm, EmailAddress email) {
    handle
        .createUpdate("delete from gatehouse.candidates where realm = :realm and email = :email")
        .bind("realm", realm.value())
        .bind("email", email.value())
        .execute();
  }

  private static Candidate candidate(ResultSet row) throws SQLException {
    return new Candidate(
        Types.uuid(row, "id"),
        new RealmKey(row.getString("realm")),
        new EmailAddress(row.getString("email")),
        new Digest(row.getBytes("flow")),
        Types.maybeString(row, "username").map(Username::new),
        Types.maybeString(row, "password_hash").map(PasswordHash::new),
        Locale.forLanguageTag(row.getString("locale")),
        AccountRow.consents(row),
        Types.maybeUuid(row, "invitation_id"),
        Types.instant(row, "ends_at"));
  }
}
