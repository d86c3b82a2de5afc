package dev.gatehouse.application.upkeep;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.secondfactor.CheckFactor;
import dev.gatehouse.application.signin.PasswordGates;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Optional;

/**
 * Erases the accounts whose grace period is over (L46): first what stands by their names, and their own rows, at one blow, by which nobody
 * can have them back; then in small batches what else is kept of them. Whatever stops it, the next run goes on.
 */
public final class EraseAccounts {
  private static final int ACCOUNTS = 100;
  private static final int BATCH = 500;

  private final Environment environment;
  private final PasswordGates gates;
  private final CheckFactor factors;

  public EraseAccounts(Environment environment, PasswordGates gates, CheckFactor factors) {
    this.environment = environment;
    this.gates = gates;
    this.factors = factors;
  }

  /** Those that are due, at most {@value #ACCOUNTS} in a run; one that can not be erased keeps no other waiting. */
  void handle(Instant now) {
    Optional<RuntimeException> failure = Optional.empty();
    for (AccountId account : environment.storage().personalData().due(ACCOUNTS, now)) {
      try {
        handle(account, now);
      } catch (RuntimeException e) {
        failure = Optional.of(e);
      }
    }
    failure.ifPresent(e -> {
      throw e;
    });
  }

  /** One of them. */
  public void handle(AccountId id, Instant now) {
    // before the names are gone; who fails at them after that is nobody
    environment.store().atomically(unit -> due(unit, id, now)).ifPresent(person -> {
      gates.clear(person);
      factors.clear(person.id());
    });
    environment.store().atomically(unit -> {
      Optional<Account> account = due(unit, id, now);
      account.ifPresent(person -> erase(unit, person, now));
      return account;
    });
    while (environment.storage().personalData().erase(id, BATCH) > 0) {
      // until nothing is left
    }
  }

  private static Optional<Account> due(Store.Unit unit, AccountId id, Instant now) {
    return unit.accounts()
        .lock(id)
        .filter(Account::leaving)
        .filter(account -> unit.departures().of(id).filter(d -> d.due(now)).isPresent());
  }

  private static void erase(Store.Unit unit, Account account, Instant now) {
    account.email().ifPresent(email -> {
      unit.candidates().drop(account.realm(), email);
      unit.invitations().drop(account.realm(), email);
    });
    unit.identities().drop(account.id());
    unit.accounts().erase(account.id(), now);
    unit.record(Event.of(EventType.ACCOUNT_ERASED, now, Optional.of(account.realm()), Actor.SYSTEM)
        .about(account.id()));
  }
}
