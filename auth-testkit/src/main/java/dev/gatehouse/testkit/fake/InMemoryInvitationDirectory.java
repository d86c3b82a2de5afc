package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.port.InvitationDirectory;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads committed invitations. */
final class InMemoryInvitationDirectory implements InvitationDirectory {
  private final Engine engine;

  InMemoryInvitationDirectory(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Optional<Invitation> find(List<UUID> ids) {
    return first(engine.read().invitations, ids);
  }

  @Override
  public List<Invitation> of(RealmKey realm, int limit) {
    return engine.read().invitations.where(invitation -> invitation.realm().equals(realm)).stream()
        .sorted(
            Comparator.comparing(Invitation::createdAt).reversed().thenComparing(Invitation::id))
        .limit(limit)
        .toList();
  }

  static Optional<Invitation> first(Table<UUID, Invitation> invitations, List<UUID> ids) {
    return ids.stream().flatMap(id -> invitations.find(id).stream()).findFirst();
  }
}
