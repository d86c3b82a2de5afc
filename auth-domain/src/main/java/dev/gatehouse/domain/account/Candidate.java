package dev.gatehouse.domain.account;

import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Digest;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What one registrant of an address asked for. Any number of them may claim one address; proving the mailbox makes at most one of
 * them an account and voids all others.
 *
 * @param flow the digest of the registrant's flow handle
 * @param invitation the one that was shown; it is taken when the mailbox is proven, and not before
 */
public record Candidate(
    UUID id,
    RealmKey realm,
    EmailAddress email,
    Digest flow,
    Optional<Username> username,
    Optional<PasswordHash> password,
    Locale locale,
    Consents consents,
    Optional<UUID> invitation,
    Instant endsAt) {

  /** Of somebody who was not invited. */
  public Candidate(
      UUID id,
      RealmKey realm,
      EmailAddress email,
      Digest flow,
      Optional<Username> username,
      Optional<PasswordHash> password,
      Locale locale,
      Consents consents,
      Instant endsAt) {
    this(id, realm, email, flow, username, password, locale, consents, Optional.empty(), endsAt);
  }

  @Override
  public String toString() {
    return "Candidate[" + id + ", " + realm + "]";
  }
}
