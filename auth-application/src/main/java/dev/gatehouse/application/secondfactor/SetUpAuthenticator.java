package dev.gatehouse.application.secondfactor;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.signin.HeldSignIn;
import dev.gatehouse.application.signin.StepUp;
import dev.gatehouse.application.signin.Tickets;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.credential.AuthenticatorSetup;
import dev.gatehouse.domain.credential.FactorSecrets;
import dev.gatehouse.domain.credential.TotpSecret;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Store;
import java.time.Instant;

/** Begins to enrol an authenticator, or another in place of the one enrolled: it counts once {@link EnrolAuthenticator} has seen a code of it. */
public final class SetUpAuthenticator {
  private final Environment environment;
  private final FactorVault vault;
  private final TicketTries tickets;
  private final EnrolmentCodes codes;

  public SetUpAuthenticator(
      Environment environment, FactorVault vault, Tickets tickets, EnrolmentCodes codes) {
    this.environment = environment;
    this.vault = vault;
    this.tickets = new TicketTries(environment, tickets, Purpose.SECOND_FACTOR_ENROLMENT);
    this.codes = codes;
  }

  /**
   * What the authenticator is told.
   *
   * @param uri the same to be scanned
   * @param mailed whether a code was mailed that has to be shown too
   */
  public record Begun(TotpSecret secret, String uri, boolean mailed) {
    @Override
    public String toString() {
      return "Begun[…]";
    }
  }

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code StepUpRequired}, {@code TokenRejected}; by a ticket {@code CodeRejected} (it is good for nothing),
   *     {@code NotPermitted} (there is no mailbox to prove), {@code Throttled}
   */
  public Begun handle(Client client, Enroller enroller) {
    Instant now = environment.now();
    if (enroller instanceof Enroller.BySession session) {
      return environment.store().atomically(unit -> {
        Account account = StepUp.require(unit, session.caller(), now);
        return begin(unit, client, account, enroller, now);
      });
    }
    SecretText ticket = ((Enroller.ByTicket) enroller).ticket();
    HeldSignIn held = tickets.take(client, ticket, now).held();
    codes.limit(client, held.account(), now);
    return environment.store().atomically(unit -> {
      Account account = tickets.current(unit, client, held, now);
      codes.send(unit, client, account, ticket, now);
      return begin(unit, client, account, enroller, now);
    });
  }

  private Begun begin(
      Store.Unit unit, Client client, Account account, Enroller enroller, Instant now) {
    FactorSecrets secrets = vault.secrets();
    unit.secondFactors()
        .begin(new AuthenticatorSetup(
            account.id(),
            vault.begun(account, secrets),
            enroller.holder(),
            account.epoch(),
            now.plus(AuthenticatorSetup.LIFE)));
    unit.record(Event.of(EventType.SECOND_FACTOR_BEGUN, now, client, Actor.owner(account.id()))
        .about(account.id()));
    return new Begun(
        secrets.totp(),
        secrets.totp().uri(client.realm().host(), label(account)),
        enroller instanceof Enroller.ByTicket && codes.due(client));
  }

  private static String label(Account account) {
    return account
        .username()
        .map(Username::value)
        .or(() -> account.email().map(EmailAddress::value))
        .orElseGet(() -> account.id().toString());
  }
}
