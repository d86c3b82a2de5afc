package dev.gatehouse.domain.account;

import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKey;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One person, or service, in one realm. Without username and address it can be reached by a provider identity only.
 *
 * @param email present only once proven: an address somebody merely typed is a {@link Candidate}
 * @param epoch raised by every change after which nothing begun before may survive
 * @param secondFactors what the owner has enrolled beyond the first way in
 * @param phrase what every mail about it says, so that the owner knows it for ours
 * @param warnedBy the provider in whose messenger the owner wants to be warned of sign-ins; by mail unless said
 */
public record Account(
    AccountId id,
    RealmKey realm,
    Optional<Username> username,
    Optional<EmailAddress> email,
    Profile profile,
    AccountStatus status,
    long epoch,
    Set<Role> roles,
    Set<Method> secondFactors,
    Consents consents,
    Instant createdAt,
    SignIns signIns,
    Optional<Phrase> phrase,
    Optional<ProviderKey> warnedBy) {

  public Account {
    roles = Set.copyOf(roles);
    secondFactors = Set.copyOf(secondFactors);
  }

  public boolean active() {
    return status == AccountStatus.ACTIVE;
  }

  public boolean leaving() {
    return status == AccountStatus.LEAVING;
  }

  /** Whether its owner may prove who he is: to use it, or, while it leaves, to keep it. */
  public boolean claimable() {
    return active() || leaving();
  }

  /** Whether one factor is too little for what takes all that there are: a second one is enrolled, or the realm wants everybody to have one. */
  public boolean needsSecondFactor(Realm in) {
    return in.secondFactorRequired() || !secondFactors.isEmpty();
  }

  /** What its owner may type to sign in. */
  public Stream<Identifier> identifiers() {
    return Stream.concat(
        username.<Identifier>map(Identifier.ByUsername::new).stream(),
        email.<Identifier>map(Identifier.ByEmail::new).stream());
  }

  /**
   * In which messenger the owner is warned of sign-ins: where that was chosen, or there is no address, and as long as the identity is linked. By mail if
   * in none, where there is an address.
   *
   * @param messenger of the realm, where it has one
   */
  public Optional<ProviderKey> warnedIn(
      Optional<ProviderKey> messenger, Collection<LinkedIdentity> linked) {
    return messenger
        .filter(provider -> email.isEmpty() || warnedBy.equals(Optional.of(provider)))
        .filter(provider -> linked.stream().anyMatch(identity -> identity.at(provider)));
  }

  @Override
  public String toString() {
    return "Account[" + id + ", " + realm + ", " + status + ", epoch " + epoch + "]";
  }
}
