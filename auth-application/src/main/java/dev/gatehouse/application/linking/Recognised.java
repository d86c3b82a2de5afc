package dev.gatehouse.application.linking;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.secret.OneTimeSecret;
import java.util.Optional;

/**
 * Somebody who was recognised, now or a while ago and elsewhere.
 *
 * @param then whose account that was, and its epoch, if it was a while ago; the inner one is empty where there was none
 */
public record Recognised(ProvenIdentity person, Optional<Then> then) {
  /** What was known then. */
  public record Then(Optional<OneTimeSecret.Owner> owner) {}

  public static Recognised now(ProvenIdentity person) {
    return new Recognised(person, Optional.empty());
  }

  public static Recognised before(ProvenIdentity person, Optional<OneTimeSecret.Owner> owner) {
    return new Recognised(person, Optional.of(new Then(owner)));
  }

  /** Whether nothing has happened since that it must not outlive: an account was made, given to another, or changed. */
  boolean holds(Optional<Account> current) {
    Optional<OneTimeSecret.Owner> owner =
        current.map(account -> new OneTimeSecret.Owner(account.id(), account.epoch()));
    return then.filter(known -> !known.owner().equals(owner)).isEmpty();
  }
}
