package dev.gatehouse.application.telegram;

import dev.gatehouse.application.linking.IdentityDoor;
import dev.gatehouse.application.signin.StepUp;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.port.Store;
import java.io.Serial;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds whose account it is that somebody may touch in a messenger: the one that has the identity, and no other. */
final class ByIdentity {
  private ByIdentity() {}

  /** What a message asks for, in a unit; what changes something is shown to {@code counted} first. */
  interface Change {
    void handle(Store.Unit unit, Consumer<Account> counted);
  }

  /** Found what changes something and is not counted yet: the unit leaves no trace, and its message is not remembered. */
  private static final class Uncounted extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Account account;

    Uncounted(Account account) {
      super("not counted yet", null, false, false);
      this.account = account;
    }
  }

  /** Does what the message asks for; what changes something is counted before, outside the unit, and what changes nothing is not. */
  static void counting(Store store, Consumer<Account> count, Change change) {
    try {
      handle(store, change, account -> {
        throw new Uncounted(account);
      });
    } catch (Uncounted due) {
      count.accept(due.account);
      handle(store, change, account -> {
        if (!account.id().equals(due.account.id())) {
          // another one has the identity by now
          throw new Refusal.NotFound().thrown();
        }
      });
    }
  }

  private static void handle(Store store, Change change, Consumer<Account> counted) {
    store.atomically(unit -> {
      change.handle(unit, counted);
      return true;
    });
  }

  /**
   * The account, locked.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code NotFound} when no account has the identity, or one that may not be used
   */
  static Account lock(Store.Unit unit, Realm realm, ProvenIdentity person) {
    IdentityDoor.checkOpen(realm);
    return unit.identities()
        .owner(realm.key(), person.all())
        .flatMap(unit.accounts()::lock)
        // it may have been taken from the account while its row was waited for
        .filter(account ->
            unit.identities().owner(realm.key(), person.all()).equals(Optional.of(account.id())))
        .filter(Account::active)
        .orElseThrow(() -> new Refusal.NotFound().thrown());
  }

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code StepUpRequired} when the account has one, or the realm wants everybody to: it is asked for, or enrolled,
   *     elsewhere (decision 0024)
   */
  static void requireNoSecondFactor(Store.Unit unit, Realm realm, Account account) {
    if (account.needsSecondFactor(realm)) {
      throw StepUp.required(account, unit.accounts().hasPassword(account.id())).thrown();
    }
  }

  /** What is on record of what the owner does there. */
  static Event event(EventType type, Account account, Instant now) {
    return Event.of(type, now, Optional.of(account.realm()), Actor.owner(account.id()))
        .about(account.id());
  }
}
