package dev.gatehouse.testkit.law;

import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.port.PasswordHasher;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A hasher during whose next work something else happens: so a use case is caught between the moment it read an account and the moment it acts on it. */
final class Interrupted implements PasswordHasher {
  private final PasswordHasher hasher;
  private final AtomicReference<Optional<Runnable>> inCheck =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<Runnable>> inHash =
      new AtomicReference<>(Optional.empty());

  Interrupted(PasswordHasher hasher) {
    this.hasher = hasher;
  }

  /** This happens, once, while a password is checked next. */
  void whileChecking(Runnable act) {
    inCheck.set(Optional.of(act));
  }

  /** This happens, once, while a password is hashed next. */
  void whileHashing(Runnable act) {
    inHash.set(Optional.of(act));
  }

  @Override
  public PasswordHash hash(Password password) {
    PasswordHash hash = hasher.hash(password);
    inHash.getAndSet(Optional.empty()).ifPresent(Runnable::run);
    return hash;
  }

  @Override
  public boolean matches(Password password, Optional<PasswordHash> stored) {
    boolean matches = hasher.matches(password, stored);
    inCheck.getAndSet(Optional.empty()).ifPresent(Runnable::run);
    return matches;
  }

  @Override
  public boolean outdated(PasswordHash stored) {
    return hasher.outdated(stored);
  }
}
