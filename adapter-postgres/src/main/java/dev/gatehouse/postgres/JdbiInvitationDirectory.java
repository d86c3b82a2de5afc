package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.InvitationDirectory;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads invitations. */
final class JdbiInvitationDirectory implements InvitationDirectory {
  private final Db db;

  JdbiInvitationDirectory(Db db) {
    this.db = db;
  }

  @Override
  public Optional<Invitation> find(List<UUID> ids) {
    return db.read(handle -> InvitationRow.first(handle, ids, ""));
  }

  @Override
  public List<Invitation> of(RealmKey realm, int limit) {
    return db.read(handle -> handle
        .createQuery(
            "select " + InvitationRow.COLUMNS
                + " from gatehouse.invitations where realm = :realm order by created_at desc, id limit :limit")
        .bind("realm", realm.value())
        .bind("limit", limit)
        .map((row, context) -> InvitationRow.of(row))
        .list());
  }
}
