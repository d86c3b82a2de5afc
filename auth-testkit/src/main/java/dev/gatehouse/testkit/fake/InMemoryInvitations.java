package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.Invitations;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Writes invitations on a unit's copy. */
final class InMemoryInvitations implements Invitations {
  private final InMemoryUnit unit;

  InMemoryInvitations(InMemoryUnit unit) {
    this.unit = unit;
  }

  @Override
  public void issue(Invitation invitation) {
    invitations().put(invitation.id(), invitation);
  }

  @Override
  public Optional<Invitation> lock(List<UUID> ids) {
    return InMemoryInvitationDirectory.first(invitations(), ids);
  }

  @Override
  public void take(UUID id, AccountId by, Instant now) {
    change(id, Optional.of(new Invitation.Taken(by, now)), Optional.empty());
  }

  @Override
  public boolean revoke(RealmKey realm, UUID id, Instant now) {
    boolean open = invitations()
        .find(id)
        .filter(found -> found.realm().equals(realm) && found.state(now) == Invitation.State.OPEN)
        .isPresent();
    if (open) {
      change(id, Optional.empty(), Optional.of(now));
    }
    return open;
  }

  @Override
  public void drop(RealmKey realm, EmailAddress email) {
    invitations()
        .remove(
            Integer.MAX_VALUE,
            found -> found.realm().equals(realm) && found.email().equals(Optional.of(email)));
  }

  private void change(UUID id, Optional<Invitation.Taken> taken, Optional<Instant> revokedAt) {
    invitations()
        .find(id)
        .map(i -> new Invitation(
            i.id(),
            i.realm(),
            i.role(),
            i.email(),
            i.issuedBy(),
            i.createdAt(),
            i.endsAt(),
            taken,
            revokedAt))
        .ifPresent(this::issue);
  }

  private Table<UUID, Invitation> invitations() {
    return unit.state().invitations;
  }
}
