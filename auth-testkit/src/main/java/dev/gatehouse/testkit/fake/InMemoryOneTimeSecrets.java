package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Redemption;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.OneTimeSecrets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps one-time secrets on a unit's copy. A row stays until its end: a spent link has no attempts left, spent digits go on counting. */
final class InMemoryOneTimeSecrets implements OneTimeSecrets {
  private final InMemoryUnit unit;

  InMemoryOneTimeSecrets(InMemoryUnit unit) {
    this.unit = unit;
  }

  @Override
  public void issue(OneTimeSecret secret) {
    unit.state().secrets.put(secret.located().id(), secret);
  }

  @Override
  public Redemption redeem(Scope scope, List<Scope.Located> places, Instant now) {
    for (Scope.Located place : places) {
      Optional<OneTimeSecret> row =
          unit.state().secrets.find(place.id()).filter(found -> live(found, scope, now));
      if (row.isPresent()) {
        return judge(row.get(), place);
      }
    }
    if (scope.purpose().form() == Purpose.Form.LINK || places.isEmpty()) {
      return new Redemption(false, 0, "");
    }
    return judge(decoy(scope, places.get(0), now), places.get(0));
  }

  @Override
  public void revoke(List<Scope.Located> places) {
    for (Scope.Located place : places) {
      unit.state().secrets.find(place.id()).ifPresent(row -> issue(worthless(row)));
    }
  }

  private Redemption judge(OneTimeSecret row, Scope.Located place) {
    if (row.attemptsLeft() == 0) {
      return new Redemption(false, 0, "");
    }
    boolean accepted = row.located().digest().equals(place.digest()) && ownerUnchanged(row);
    boolean link = row.scope().purpose().form() == Purpose.Form.LINK;
    if (accepted && !link) {
      issue(worthless(row));
      return new Redemption(true, 0, "");
    }
    int left = accepted ? 0 : row.attemptsLeft() - 1;
    issue(new OneTimeSecret(row.scope(), row.located(), row.owner(), left, row.endsAt()));
    return new Redemption(accepted, left, accepted ? row.scope().subject() : "");
  }

  private boolean ownerUnchanged(OneTimeSecret row) {
    return row.owner()
        .map(owner -> unit.state()
            .accounts
            .find(owner.account())
            .map(AccountDirectory.Entry::account)
            .filter(account -> account.epoch() == owner.epoch())
            .isPresent())
        .orElse(true);
  }

  private static boolean live(OneTimeSecret row, Scope scope, Instant now) {
    return row.endsAt().isAfter(now)
        && row.scope().purpose() == scope.purpose()
        && row.scope().realm().equals(scope.realm());
  }

  private static OneTimeSecret decoy(Scope scope, Scope.Located place, Instant now) {
    return new OneTimeSecret(
        scope,
        shut(place),
        Optional.empty(),
        scope.purpose().attempts(),
        now.plus(scope.purpose().life()));
  }

  /** The row goes on counting tries, so that nobody learns from its answers that the code was taken away. */
  private static OneTimeSecret worthless(OneTimeSecret row) {
    return new OneTimeSecret(
        row.scope(), shut(row.located()), row.owner(), row.attemptsLeft(), row.endsAt());
  }

  private static Scope.Located shut(Scope.Located place) {
    return new Scope.Located(place.id(), place.keyVersion(), place.decoy(), place.decoy());
  }
}
