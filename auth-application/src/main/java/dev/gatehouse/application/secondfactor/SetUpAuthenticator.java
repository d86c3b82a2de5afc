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
   * @param mailed whether a code was mailed, by this or before, that has to be shown too
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
      Asker asker = Asker.signedIn(client, session.caller(), now);
      return environment.store().atomically(unit -> {
        Account account = StepUp.require(unit, session.caller(), now);
        return begin(unit, asker, account, enroller);
      });
    }
    Asker asker = Asker.signingIn(client, now);
    SecretText ticket = ((Enroller.ByTicket) enroller).ticket();
    HeldSignIn held = tickets.held(asker, ticket);
    boolean mail = codes.toMail(asker, held, ticket);
    return environment.store().atomically(unit -> {
      Account account = tickets.take(unit, asker, ticket, held).account();
      if (mail) {
        codes.send(unit, account, ticket, now);
      }
      return begin(unit, asker, account, enroller);
    });
  }

  private Begun begin(Store.Unit unit, Asker asker, Account account, Enroller enroller) {
    Client client = asker.client();
    FactorSecrets secrets = vault.secrets();
    unit.secondFactors()
        .begin(new AuthenticatorSetup(
            account.id(),
            vault.begun(account, secrets),
            enroller.holder(),
            account.epoch(),
            asker.now().plus(AuthenticatorSetup.LIFE)));
    unit.record(asker.event(EventType.SECOND_FACTOR_BEGUN, account));
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
