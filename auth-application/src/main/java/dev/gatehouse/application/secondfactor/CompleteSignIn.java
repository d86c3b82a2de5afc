package dev.gatehouse.application.secondfactor;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.signin.HeldSignIn;
import dev.gatehouse.application.signin.OpenSession;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.application.signin.Tickets;
import dev.gatehouse.domain.assurance.FactorCode;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Store;

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
    Asker asker = Asker.signingIn(client, environment.now());
    HeldSignIn held = tickets.held(asker, ticket);
    OpenSession.Decided decided = check.completing(
        asker,
        held.account(),
        () -> environment
            .store()
            .atomically(unit -> decide(unit, asker, new Shown(ticket, held, code))));
    return open.complete(decided, asker.now());
  }

  private record Shown(SecretText ticket, HeldSignIn held, FactorCode code) {}

  private OpenSession.Decided decide(Store.Unit unit, Asker asker, Shown shown) {
    TicketTries.Taken taken = tickets.take(unit, asker, shown.ticket(), shown.held());
    if (!check.judge(unit, asker, taken.account(), shown.code())) {
      throw new Refusal.CodeRejected(taken.left()).thrown();
    }
    tickets.spend(unit, asker, shown.ticket(), shown.held());
    return open.decide(
        unit,
        shown.held().with(shown.code().method(), asker.client(), taken.account()),
        asker.now());
  }
}
