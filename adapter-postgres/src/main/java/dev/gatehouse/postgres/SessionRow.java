package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.session.Presentation;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.throttle.ClientAddress;
import dev.gatehouse.port.Refreshes.Refreshed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Reads a row of sessions by position: this is the hot path. */
final class SessionRow {
  static final String COLUMNS = """
      s.id, s.realm, s.account_id, s.secret_digest, s.generation, s.transport, s.binding, s.auth_at, s.acr, s.amr, s.idle_seconds,
      s.created_at, s.rotated_at, s.idle_ends_at, s.ends_at, s.address, s.user_agent, s.revoked_at, s.revoke_reason
      """;

  /** With what of its account goes into a token. */
  static final String WITH_ACCOUNT = COLUMNS + ", a.status, a.roles";

  /** What is not known already of a session that has just moved on. */
  static final String MOVED =
      "s.account_id, s.binding, s.auth_at, s.acr, s.amr, s.idle_seconds, s.created_at, s.rotated_at, s.idle_ends_at, s.ends_at, a.roles";

  private SessionRow() {}

  static Session session(ResultSet row) throws SQLException {
    return new Session(
        new SessionId(row.getObject(1, UUID.class)),
        new RealmKey(row.getString(2)),
        new AccountId(row.getObject(3, UUID.class)),
        new Digest(row.getBytes(4)),
        row.getInt(5),
        Transport.valueOf(row.getString(6)),
        Optional.ofNullable(row.getString(7)),
        new Session.Authentication(
            Types.instant(row, 8), Acr.valueOf(row.getString(9)), Types.strings(row.getArray(10))),
        Duration.ofSeconds(row.getLong(11)),
        Types.instant(row, 12),
        Types.instant(row, 13),
        Types.instant(row, 14),
        Types.instant(row, 15),
        new ClientAddress(row.getString(16)),
        row.getString(17),
        revocation(row));
  }

  static Refreshed withAccount(ResultSet row) throws SQLException {
    return new Refreshed(
        session(row),
        AccountStatus.valueOf(row.getString(20)),
        AccountRow.roles(Types.strings(row.getArray(21))));
  }

  /** The session that this token has moved on, which the row alone does not say. */
  static Refreshed moved(ResultSet row, Presentation token) throws SQLException {
    Session session = new Session(
        token.claim().session(),
        token.realm(),
        new AccountId(row.getObject(1, UUID.class)),
        token.claim().secret().digest(),
        token.claim().generation() + 1,
        token.transport(),
        Optional.ofNullable(row.getString(2)),
        new Session.Authentication(
            Types.instant(row, 3), Acr.valueOf(row.getString(4)), Types.strings(row.getArray(5))),
        Duration.ofSeconds(row.getLong(6)),
        Types.instant(row, 7),
        Types.instant(row, 8),
        Types.instant(row, 9),
        Types.instant(row, 10),
        token.address(),
        token.userAgent(),
        Optional.empty());
    return new Refreshed(
        session, AccountStatus.ACTIVE, AccountRow.roles(Types.strings(row.getArray(11))));
  }

  private static Optional<Session.Revocation> revocation(ResultSet row) throws SQLException {
    String reason = row.getString(19);
    return Types.maybeInstant(row, 18)
        .map(at -> new Session.Revocation(at, Types.word(RevokeReason.OTHER, reason)));
  }
}
