package dev.gatehouse.port;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.realm.RealmKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Writing invitations. */
public interface Invitations {
  void issue(Invitation invitation);

  /** Locks the first of these that is there until the unit ends, and reads it; so of two who show one, the second sees what the first did. */
  Optional<Invitation> lock(List<UUID> ids);

  /** Notes who took it: one that was {@linkplain #lock locked} in the same unit and found open. */
  void take(UUID id, AccountId by, Instant now);

  /** Makes an open one worthless; false, and nothing is written, when the realm has no such open one. */
  boolean revoke(RealmKey realm, UUID id, Instant now);

  /** Forgets every one for an address, taken or not. */
  void drop(RealmKey realm, EmailAddress email);
}
