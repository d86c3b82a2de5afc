package dev.gatehouse.domain.account;

import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Leave to register, once, and the role that comes of it.
 *
 * @param id a keyed fingerprint of its secret: whoever has the secret finds the row, and the row does not give the secret
 * @param email the only address it is good for, if it names one
 * @param issuedBy the name of the actor
 */
public record Invitation(
    UUID id,
    RealmKey realm,
    Role role,
    Optional<EmailAddress> email,
    String issuedBy,
    Instant createdAt,
    Instant endsAt,
    Optional<Taken> taken,
    Optional<Instant> revokedAt) {
  /** By which account, and when. */
  public record Taken(AccountId account, Instant at) {}

  /** How far an invitation has come. */
  public enum State {
    OPEN,
    TAKEN,
    REVOKED,
    EXPIRED
  }

  /** The ids that an invitation of this secret may have, that of the active key first. */
  public static List<UUID> ids(RealmKey realm, SecretText secret, DigestKeys keys) {
    return Scope.ofLink(Purpose.INVITATION, realm, Optional.empty()).locate(keys, secret).stream()
        .map(Scope.Located::id)
        .toList();
  }

  public State state(Instant now) {
    if (taken.isPresent()) {
      return State.TAKEN;
    }
    if (revokedAt.isPresent()) {
      return State.REVOKED;
    }
    return endsAt.isAfter(now) ? State.OPEN : State.EXPIRED;
  }

  /** Whether it may be taken there, now, by whoever has proven this address, or none. */
  public boolean admits(RealmKey to, Optional<EmailAddress> proven, Instant now) {
    return realm.equals(to)
        && state(now) == State.OPEN
        && (email.isEmpty() || email.equals(proven));
  }

  @Override
  public String toString() {
    return "Invitation[" + id + ", " + realm + ", " + role + "]";
  }
}
