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
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Store;
import java.time.Instant;

/** A try of a ticket is taken before anything is judged that is shown with it, and stays taken whatever comes of that. */
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
   * In a unit of its own.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code CodeRejected} with no tries left: sign in anew
   */
  Tickets.Shown take(Client client, SecretText ticket, Instant now) {
    return environment
        .store()
        .atomically(unit -> tickets.attempt(unit, client, purpose, ticket, now))
        .orElseThrow(() -> unknown(client, now));
  }

  /** The account, locked, if it is as it was when the first factor was checked. */
  Account current(Store.Unit unit, Client client, HeldSignIn held, Instant now) {
    return unit.accounts()
        .lock(held.account())
        .filter(account -> account.claimable() && account.epoch() == held.epoch())
        .orElseThrow(() -> worthless(unit, client, "ACCOUNT_CHANGED", now));
  }

  /** Of those who race with one ticket one gets through. */
  void spend(Store.Unit unit, Client client, SecretText ticket, Instant now) {
    if (!tickets.spend(unit, client, purpose, ticket, now)) {
      throw worthless(unit, client, "SPENT_TICKET", now);
    }
  }

  /** Heard but not audited: anybody can make one up, and a row would be his to multiply. */
  private RuntimeException unknown(Client client, Instant now) {
    environment.listeners().accept(failed(client, "UNKNOWN_TICKET", now));
    return new Refusal.CodeRejected(0).thrown();
  }

  private static RuntimeException worthless(
      Store.Unit unit, Client client, String reason, Instant now) {
    unit.record(failed(client, reason, now));
    return new Refusal.CodeRejected(0).thrown();
  }

  private static Event failed(Client client, String reason, Instant now) {
    return Event.of(EventType.SECOND_FACTOR_FAILED, now, client, Actor.STRANGER).because(reason);
  }
}
