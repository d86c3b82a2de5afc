package dev.gatehouse.port;

import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.realm.RealmKey;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reading invitations. */
public interface InvitationDirectory {
  /** The first of these that is there. */
  Optional<Invitation> find(List<UUID> ids);

  /** Those of a realm, whatever became of them, newest first; at most {@code limit}. */
  List<Invitation> of(RealmKey realm, int limit);
}
