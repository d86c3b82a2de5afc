package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Redemption;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.OneTimeSecrets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

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
  public Optional<Waiting> look(Scope scope, List<Scope.Located> places, Instant now) {
    return places.stream()
        .flatMap(place -> unit.state().secrets.find(place.id()).stream())
        .filter(row -> live(row, scope, now))
        .findFirst()
        .filter(row -> row.attemptsLeft() > 0)
        .flatMap(row -> waiting(row, places));
  }

  @Override
  public Optional<OneTimeSecret.Attached> attached(UUID row, Instant now) {
    return unit.state()
        .secrets
        .find(row)
        .filter(found -> now.isBefore(found.endsAt()))
        .flatMap(InMemoryOneTimeSecrets::attached);
  }

  private Optional<Waiting> waiting(OneTimeSecret row, List<Scope.Located> places) {
    if (row.scope().purpose().form() == Purpose.Form.DIGITS) {
      return Optional.of(new Waiting("", Optional.empty()));
    }
    boolean right =
        places.stream().anyMatch(place -> place.digest().equals(row.located().digest()));
    return right && ownerUnchanged(row)
        ? Optional.of(new Waiting(row.scope().subject(), attached(row)))
        : Optional.empty();
  }

  private static Optional<OneTimeSecret.Attached> attached(OneTimeSecret row) {
    return row.particulars().map(box -> new OneTimeSecret.Attached(row.located().id(), box));
  }

  @Override
  public Optional<Attempt> attempt(Scope scope, List<Scope.Located> places, Instant now) {
    Optional<OneTimeSecret> ticket =
        shown(scope, places, now).filter(row -> row.attemptsLeft() > 0 && ownerUnchanged(row));
    ticket.ifPresent(row -> issue(left(row, row.attemptsLeft() - 1)));
    return ticket.map(row -> new Attempt(row.scope().subject(), row.attemptsLeft() - 1));
  }

  @Override
  public boolean spend(Scope scope, List<Scope.Located> places, Instant now) {
    Optional<OneTimeSecret> ticket = shown(scope, places, now);
    ticket.ifPresent(row -> issue(left(worthless(row), 0)));
    return ticket.isPresent();
  }

  private Optional<OneTimeSecret> shown(Scope scope, List<Scope.Located> places, Instant now) {
    return places.stream()
        .flatMap(place -> unit.state().secrets.find(place.id()).stream()
            .filter(row -> live(row, scope, now) && row.located().digest().equals(place.digest())))
        .findFirst();
  }

  private static OneTimeSecret left(OneTimeSecret row, int attempts) {
    return new OneTimeSecret(
        row.scope(), row.located(), row.owner(), attempts, row.endsAt(), row.particulars());
  }

  @Override
  public boolean remember(Digest what, Instant until, Instant now) {
    boolean fresh =
        unit.state().proofs.find(what).filter(known -> known.isAfter(now)).isEmpty();
    if (fresh) {
      unit.state().proofs.put(what, until);
    }
    return fresh;
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
      return new Redemption(true, 0, "", attached(row));
    }
    int left = accepted ? 0 : row.attemptsLeft() - 1;
    issue(new OneTimeSecret(
        row.scope(), row.located(), row.owner(), left, row.endsAt(), row.particulars()));
    return accepted
        ? new Redemption(true, left, row.scope().subject(), attached(row))
        : new Redemption(false, left, "");
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
        now.plus(scope.purpose().life()),
        Optional.empty());
  }

  /** The row goes on counting tries, so that nobody learns from its answers that the code was taken away. */
  private static OneTimeSecret worthless(OneTimeSecret row) {
    return new OneTimeSecret(
        row.scope(),
        shut(row.located()),
        row.owner(),
        row.attemptsLeft(),
        row.endsAt(),
        row.particulars());
  }

  private static Scope.Located shut(Scope.Located place) {
    return new Scope.Located(place.id(), place.keyVersion(), place.decoy(), place.decoy());
  }
}
