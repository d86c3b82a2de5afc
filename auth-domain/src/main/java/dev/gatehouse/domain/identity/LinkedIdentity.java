package dev.gatehouse.domain.identity;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.realm.RealmKey;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * An identity that belongs to an account. An account has at most one of each provider.
 *
 * @param joined what else the provider calls the same person; at most one of each other provider key
 * @param profile as shown when it was last used
 */
public record LinkedIdentity(
    AccountId account,
    RealmKey realm,
    Identity identity,
    List<Identity> joined,
    ProviderProfile profile,
    Instant linkedAt,
    Instant usedAt) {
  public LinkedIdentity {
    joined = List.copyOf(joined);
  }

  /** Linked now. */
  public static LinkedIdentity of(
      AccountId account, RealmKey realm, ProvenIdentity person, Instant now) {
    return new LinkedIdentity(
        account,
        realm,
        person.identity(),
        person.also().stream().toList(),
        person.profile(),
        now,
        now);
  }

  /** Whether that provider calls the person anything in it. */
  public boolean at(ProviderKey provider) {
    return Stream.concat(Stream.of(identity), joined.stream())
        .anyMatch(any -> any.provider().equals(provider));
  }

  @Override
  public String toString() {
    return "LinkedIdentity[" + account + ", " + identity.provider() + "]";
  }
}
