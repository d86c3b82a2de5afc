package dev.gatehouse.testkit.law;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.fake.InMemoryPasswordHasher;
import dev.gatehouse.testkit.fixture.House;
import dev.gatehouse.testkit.fixture.MovableClock;
import dev.gatehouse.testkit.fixture.WatchedStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;

/** What the laws are tried on: a house over the storage of whoever runs them. */
public abstract class Laws {
  private final InMemoryPasswordHasher hasher = new InMemoryPasswordHasher();
  private WatchedStorage storage;
  private House house;

  /** The storage under test; called once for each test. May be the same one, with whatever other tests left in it. */
  protected abstract Storage storage();

  @BeforeEach
  void build() {
    storage = WatchedStorage.over(storage());
    house = House.over(storage).with(hasher);
  }

  final House house() {
    return house;
  }

  final Gatehouse gatehouse() {
    return house.gatehouse();
  }

  final WatchedStorage engine() {
    return storage;
  }

  final InMemoryPasswordHasher hasher() {
    return hasher;
  }

  final MovableClock clock() {
    return house.clock();
  }

  final Instant now() {
    return clock().instant();
  }

  final void later(Duration by) {
    clock().advance(by);
  }

  /** The account as it is stored. */
  final Account stored(Account account) {
    return entry(account).account();
  }

  final AccountDirectory.Entry entry(Account account) {
    return storage.accounts().find(account.realm(), account.id()).orElseThrow();
  }

  /** Puts an account into a state that no use case leads to; its sessions stay. */
  final void set(Account account, AccountStatus status) {
    storage.store().atomically(unit -> {
      unit.accounts().lock(account.id());
      unit.accounts().setStatus(account.id(), status, now());
      return true;
    });
  }

  /** Another six digits; a different one for each number from 1 to 999999. */
  static SecretText wrong(SecretText right, int number) {
    int digits = (Integer.parseInt(right.reveal()) + number) % 1_000_000;
    return new SecretText(String.format(Locale.ROOT, "%06d", digits));
  }
}
