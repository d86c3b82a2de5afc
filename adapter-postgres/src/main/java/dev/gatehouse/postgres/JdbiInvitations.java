package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.Invitations;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Writes invitations. */
final class JdbiInvitations implements Invitations {
  private final Handle handle;

  JdbiInvitations(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void issue(Invitation invitation) {
    handle
        .createUpdate("""
            insert into gatehouse.invitations (id, realm, role, email, issued_by, created_at, ends_at)
            values (:id, :realm, :role, :email, :issued_by, :created_at, :ends_at)
            """)
        .bind("id", invitation.id())
        .bind("realm", invitation.realm().value())
        .bind("role", invitation.role().name())
        .bind("email", invitation.email().map(EmailAddress::value))
        .bind("issued_by", invitation.issuedBy())
        .bind("created_at", invitation.createdAt())
        .bind("ends_at", invitation.endsAt())
        .execute();
  }

  @Override
  public Optional<Invitation> lock(List<UUID> ids) {
    return InvitationRow.first(handle, ids, " for no key update");
  }

  @Override
  public void take(UUID id, AccountId by, Instant now) {
    handle
        .createUpdate(
            "update gatehouse.invitations set account_id = :account, taken_at = :now where id = :id")
        .bind("id", id)
        .bind("account", by.value())
        .bind("now", now)
        .execute();
  }

  @Override
  public boolean revoke(RealmKey realm, UUID id, Instant now) {
    return handle
            .createUpdate("""
                update gatehouse.invitations set revoked_at = :now
                where id = :id and realm = :realm and taken_at is null and revoked_at is null and ends_at > :now
                """)
            .bind("id", id)
            .bind("realm", realm.value())
            .bind("now", now)
            .execute()
        == 1;
  }

  @Override
  public void drop(RealmKey realm, EmailAddress email) {
    handle
        .createUpdate("delete from gatehouse.invitations where realm = :realm and email = :email")
        .bind("realm", realm.value())
        .bind("email", email.value())
        .execute();
  }
}
