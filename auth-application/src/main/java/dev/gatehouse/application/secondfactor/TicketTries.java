package dev.gatehouse.application.secondfactor;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.signin.HeldSignIn;
import dev.gatehouse.application.signin.Tickets;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.port.Store;

/**
 * A try of a ticket is taken in the unit that judges what is shown with it, before that: a refusal leaves it taken, an outage gives it back with all
 * else.
 */
final class TicketTries {
  private final Environment environment;
  private final Tickets tickets;
  private final Purpose purpose;

  TicketTries(Environment environment, Tickets tickets, Purpose purpose) {
    this.environment = environment;
    this.tickets = tickets;
    this.purpose = purpose;
  }

  /**
   * What the ticket stands for, in a unit of its own.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code CodeRejected} with no tries left: sign in anew
   */
  HeldSignIn held(Asker asker, SecretText ticket) {
    return environment
        .store()
        .atomically(unit -> tickets.look(unit, asker.client(), purpose, ticket, asker.now()))
        .orElseThrow(() -> unknown(asker));
  }

  /** The account, locked and as it was when the first factor was checked, and how many tries are left after this one. */
  record Taken(Account account, int left) {}

  /** @throws dev.gatehouse.domain.refusal.Refused as {@link #held} */
  Taken take(Store.Unit unit, Asker asker, SecretText ticket, HeldSignIn held) {
    Account account = unit.accounts()
        .lock(held.account())
        .filter(found -> found.claimable() && found.epoch() == held.epoch())
        .orElseThrow(() -> worthless(unit, asker, held, "ACCOUNT_CHANGED"));
    int left = tickets
        .attempt(unit, asker.client(), purpose, ticket, asker.now())
        .orElseThrow(() -> worthless(unit, asker, held, "SPENT_TICKET"));
    return new Taken(account, left);
  }

  /** Once what was shown is right, and before anything comes of it. Of those who race with one ticket one gets through. */
  void spend(Store.Unit unit, Asker asker, SecretText ticket, HeldSignIn held) {
    if (!tickets.spend(unit, asker.client(), purpose, ticket, asker.now())) {
      throw worthless(unit, asker, held, "SPENT_TICKET");
    }
  }

  /** Heard but not audited: anybody can make one up, and a row would be his to multiply. */
  private RuntimeException unknown(Asker asker) {
    environment.listeners().accept(failed(asker, "UNKNOWN_TICKET"));
    return new Refusal.CodeRejected(0).thrown();
  }

  private static RuntimeException worthless(
      Store.Unit unit, Asker asker, HeldSignIn held, String reason) {
    unit.record(failed(asker, reason).about(held.account()));
    return new Refusal.CodeRejected(0).thrown();
  }

  private static Event failed(Asker asker, String reason) {
    return Event.of(EventType.SECOND_FACTOR_FAILED, asker.now(), asker.client(), Actor.STRANGER)
        .because(reason);
  }
}
