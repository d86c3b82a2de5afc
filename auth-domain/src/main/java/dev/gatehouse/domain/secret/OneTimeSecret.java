package dev.gatehouse.domain.secret;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.realm.RealmKey;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A secret that may be spent once, as stored.
 *
 * @param owner the account it belongs to, if there is one yet; the secret dies when the owner's epoch rises
 * @param particulars the {@link Particulars}, sealed for {@link #place}
 */
public record OneTimeSecret(
    Scope scope,
    Scope.Located located,
    Optional<Owner> owner,
    int attemptsLeft,
    Instant endsAt,
    Optional<Sealed> particulars) {
  /** An account, and its epoch when the secret was issued. */
  public record Owner(AccountId account, long epoch) {}

  /** Sealed particulars, and the row in which they were. */
  public record Attached(UUID row, Sealed sealed) {}

  public static MasterKeys.Place place(UUID row, RealmKey realm) {
    return new MasterKeys.Place("one_time_secrets", "particulars", row.toString(), realm.value());
  }

  /** The same with these particulars. */
  public OneTimeSecret with(Sealed attached) {
    return new OneTimeSecret(scope, located, owner, attemptsLeft, endsAt, Optional.of(attached));
  }

  /** A new secret with the purpose's own attempts and life. */
  public static OneTimeSecret issue(
      Scope scope, DigestKeys keys, SecretText secret, Optional<Owner> owner, Instant now) {
    Scope.Located located = scope.locate(keys, secret).get(0);
    return new OneTimeSecret(
        scope,
        located,
        owner,
        scope.purpose().attempts(),
        now.plus(scope.purpose().life()),
        Optional.empty());
  }

  /** A row that no secret opens: it answers tries as a real one would. */
  public static OneTimeSecret decoy(Scope scope, DigestKeys keys, Instant now) {
    Scope.Located place = scope.locate(keys, new SecretText("")).get(0);
    Scope.Located shut =
        new Scope.Located(place.id(), place.keyVersion(), place.decoy(), place.decoy());
    return new OneTimeSecret(
        scope,
        shut,
        Optional.empty(),
        scope.purpose().attempts(),
        now.plus(scope.purpose().life()),
        Optional.empty());
  }
}
