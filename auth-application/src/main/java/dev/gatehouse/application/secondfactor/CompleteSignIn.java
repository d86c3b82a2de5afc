package dev.gatehouse.application.secondfactor;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.signin.HeldSignIn;
import dev.gatehouse.application.signin.OpenSession;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.application.signin.Tickets;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.assurance.FactorCode;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Store;
import java.time.Instant;

/** Completes a sign-in for which a second factor was due, by the ticket that stands for what is proven already. */
public final class CompleteSignIn {
  private final Environment environment;
  private final TicketTries tickets;
  private final CheckFactor check;
  private final OpenSession open;

  public CompleteSignIn(
      Environment environment, Tickets tickets, CheckFactor check, OpenSession open) {
    this.environment = environment;
    this.tickets = new TicketTries(environment, tickets, Purpose.SECOND_FACTOR_DUE);
    this.check = check;
    this.open = open;
  }

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code CodeRejected} (without tries left: the ticket is good for nothing, sign in anew), {@code LockedOut},
   *     {@code SecondFactorLocked}, {@code CredentialsRejected} (the account was changed this very moment)
   */
  public SignIn handle(Client client, SecretText ticket, FactorCode code) {
    Instant now = environment.now();
    Tickets.Shown shown = tickets.take(client, ticket, now);
    OpenSession.Decided decided = check.completing(
        client,
        shown.held().account(),
        now,
        () -> environment
            .store()
            .atomically(unit -> decide(unit, client, ticket, new Attempt(shown, code), now)));
    return open.complete(decided, now);
  }

  private record Attempt(Tickets.Shown shown, FactorCode code) {}

  private OpenSession.Decided decide(
      Store.Unit unit, Client client, SecretText ticket, Attempt attempt, Instant now) {
    HeldSignIn held = attempt.shown().held();
    Account account = tickets.current(unit, client, held, now);
    if (!check.judge(unit, client, account, attempt.code(), now)) {
      throw new Refusal.CodeRejected(attempt.shown().attemptsLeft()).thrown();
    }
    tickets.spend(unit, client, ticket, now);
    return open.decide(unit, held.with(attempt.code().method(), client, account), now);
  }
}
