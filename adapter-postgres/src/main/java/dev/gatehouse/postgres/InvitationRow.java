package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.realm.RealmKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads a row of invitations. A role that this version does not know is an error. */
final class InvitationRow {
  static final String COLUMNS =
      "id, realm, role, email, issued_by, created_at, ends_at, account_id, taken_at, revoked_at";

  private InvitationRow() {}

  static Optional<Invitation> first(Handle handle, List<UUID> ids, String locking) {
    return handle
        .createQuery("select " + COLUMNS
            + " from gatehouse.invitations where id = any(:ids) order by array_position(:ids, id) limit 1"
            + locking)
        .bindArray("ids", UUID.class, ids)
        .map((row, context) -> of(row))
        .findOne();
  }

  static Invitation of(ResultSet row) throws SQLException {
    return new Invitation(
        Types.uuid(row, "id"),
        new RealmKey(row.getString("realm")),
        Role.valueOf(row.getString("role")),
        Types.maybeString(row, "email").map(EmailAddress::new),
        row.getString("issued_by"),
        Types.instant(row, "created_at"),
        Types.instant(row, "ends_at"),
        taken(row),
        Types.maybeInstant(row, "revoked_at"));
  }

  private static Optional<Invitation.Taken> taken(ResultSet row) throws SQLException {
    Optional<AccountId> by = Types.maybeUuid(row, "account_id").map(AccountId::new);
    return Types.maybeInstant(row, "taken_at")
        .flatMap(at -> by.map(account -> new Invitation.Taken(account, at)));
  }
}
