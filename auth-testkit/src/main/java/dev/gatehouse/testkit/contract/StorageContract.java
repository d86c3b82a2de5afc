package dev.gatehouse.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Refreshes;
import dev.gatehouse.port.Storage;
import dev.gatehouse.port.Store;
import dev.gatehouse.testkit.fixture.AnAccount;
import dev.gatehouse.testkit.fixture.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;

/** What the contracts of the ports behind {@link Storage} have in common. */
public abstract class StorageContract {
  /** Long enough for a thread that can go on to do so; tests that pass never wait longer than that. */
  static final Duration A_MOMENT = Duration.ofMillis(150);

  /** When the test happens. */
  final Instant now = Fixtures.instant();

  private Storage storage;

  /** The engine under test; called once for each test. May be the same one, with whatever other tests left in it. */
  protected abstract Storage storage();

  @BeforeEach
  void takeTheEngine() {
    storage = storage();
  }

  final Storage engine() {
    return storage;
  }

  /** In one unit. */
  final <R> R atomically(Function<Store.Unit, R> work) {
    return storage.store().atomically(work);
  }

  /** In one unit, for its effect. */
  final void change(Consumer<Store.Unit> work) {
    storage.store().atomically(unit -> {
      work.accept(unit);
      return true;
    });
  }

  /** In one unit that locks the account first. */
  final <R> R locked(AccountId account, Function<Store.Unit, R> work) {
    return atomically(unit -> {
      assertThat(unit.accounts().lock(account)).as("the account exists").isPresent();
      return work.apply(unit);
    });
  }

  /** In one unit that locks the account first, for its effect. */
  final void change(AccountId account, Consumer<Store.Unit> work) {
    locked(account, unit -> {
      work.accept(unit);
      return true;
    });
  }

  /** An account that is stored. */
  final Account stored(Account account) {
    assertThat(created(account)).as("created").isTrue();
    return account;
  }

  /** Tries to store an account. */
  final boolean created(Account account) {
    return atomically(unit -> unit.accounts().create(account, Optional.empty()));
  }

  /** An active account, stored, in a realm of its own. */
  final Account someone() {
    return stored(Fixtures.account());
  }

  /** An active account, stored. */
  final Account someone(AnAccount draft) {
    return stored(draft.build());
  }

  /** A session that is stored. */
  final Session opened(Session session) {
    change(session.account(), unit -> unit.sessions().open(session));
    return session;
  }

  final Optional<AccountDirectory.Entry> entry(Account account) {
    return storage.accounts().find(account.realm(), account.id());
  }

  /** The account as it is stored now. */
  final Account reread(Account account) {
    return entry(account)
        .orElseThrow(() -> new AssertionError("the account is not stored"))
        .account();
  }

  /** The session as it is stored now. */
  final Session reread(Session session) {
    return storage
        .refreshes()
        .read(session.id())
        .map(Refreshes.Refreshed::session)
        .orElseThrow(() -> new AssertionError("the session is not stored"));
  }

  /** Whatever a test throws to break a unit. */
  static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken() {
      super("broken on purpose");
    }
  }
}
