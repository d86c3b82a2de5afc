package dev.gatehouse.application.secondfactor;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.session.EndSessions;
import dev.gatehouse.application.signin.HeldSignIn;
import dev.gatehouse.application.signin.OpenSession;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.application.signin.StepUp;
import dev.gatehouse.application.signin.Tickets;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.credential.Authenticator;
import dev.gatehouse.domain.credential.FactorSecrets;
import dev.gatehouse.domain.credential.RecoveryCode;
import dev.gatehouse.domain.credential.Totp;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.session.Standing;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Enrols the authenticator that was begun, once a code of it is seen, in place of any other. A first one ends no session; those of before have to step up
 * with the factor from now on. One that replaces another ends every other session. Who came with a ticket is signed in.
 */
public final class EnrolAuthenticator {
  private static final Set<Method> FACTORS = Set.of(Method.TOTP, Method.RECOVERY_CODE);

  private final Environment environment;
  private final FactorVault vault;
  private final TicketTries tickets;
  private final EnrolmentCodes codes;
  private final OpenSession open;
  private final TellOwner owner;
  private final FactorChanges changes;

  public EnrolAuthenticator(
      Environment environment,
      KeyRings keys,
      FactorVault vault,
      Tickets tickets,
      EnrolmentCodes codes,
      OpenSession open,
      TellOwner owner) {
    this.environment = environment;
    this.vault = vault;
    this.tickets = new TicketTries(environment, tickets, Purpose.SECOND_FACTOR_ENROLMENT);
    this.codes = codes;
    this.open = open;
    this.owner = owner;
    this.changes = new FactorChanges(environment, keys);
  }

  /**
   * What is shown.
   *
   * @param code of the authenticator
   * @param mailed the code of the mail, where one was sent
   */
  public record Proof(SecretText code, Optional<SecretText> mailed) {}

  /**
   * @param codes to be kept by the owner; nobody sees them again
   * @param signIn for who came with a ticket
   */
  public record Enrolled(List<RecoveryCode> codes, Optional<SignIn> signIn) {}

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code StepUpRequired}, {@code SecondFactorRejected}, {@code TokenRejected}, {@code Throttled}; by a ticket {@code
   *     CodeRejected}
   */
  public Enrolled handle(Client client, Enroller enroller, Proof proof) {
    Instant now = environment.now();
    List<RecoveryCode> fresh = vault.codes();
    if (enroller instanceof Enroller.BySession session) {
      changes.permit(
          client, session.caller(), unit -> StepUp.require(unit, session.caller(), now), now);
      environment.store().atomically(unit -> {
        Account account = StepUp.require(unit, session.caller(), now);
        if (!enrol(unit, client, account, new Wish(enroller, proof, fresh), now)) {
          throw new Refusal.SecondFactorRejected().thrown();
        }
        if (!account.secondFactors().isEmpty()) {
          putOut(unit, client, account, session.caller().session(), now);
        }
        // what was shown is as much as anybody can show here
        return unit.sessions()
            .stepUp(account.id(), session.caller().session(), new Standing.Proof(now, Acr.AAL2));
      });
      return new Enrolled(fresh, Optional.empty());
    }
    SecretText ticket = ((Enroller.ByTicket) enroller).ticket();
    Tickets.Shown shown = tickets.take(client, ticket, now);
    OpenSession.Decided decided = environment.store().atomically(unit -> {
      Account account = tickets.current(unit, client, shown.held(), now);
      boolean right = enrol(unit, client, account, new Wish(enroller, proof, fresh), now);
      if (!right) {
        throw new Refusal.CodeRejected(shown.attemptsLeft()).thrown();
      }
      tickets.spend(unit, client, ticket, now);
      return signIn(unit, client, shown.held(), now);
    });
    return new Enrolled(fresh, Optional.of(open.complete(decided, now)));
  }

  /** Whoever was recognised by the factor of before may hold it still: who replaces it wants him out. */
  private static void putOut(
      Store.Unit unit, Client client, Account account, SessionId kept, Instant now) {
    EndSessions.all(
        unit,
        account.id(),
        Optional.of(kept),
        RevokeReason.SECOND_FACTOR_REPLACED,
        EndSessions.event(now, client, Actor.owner(account.id())));
  }

  private record Wish(Enroller enroller, Proof proof, List<RecoveryCode> codes) {}

  /** The account is another by now: its factors, and its epoch. */
  private OpenSession.Decided signIn(Store.Unit unit, Client client, HeldSignIn held, Instant now) {
    Account account = unit.accounts().lock(held.account()).orElseThrow();
    return open.decide(unit, held.with(Method.TOTP, client, account), now);
  }

  private boolean enrol(Store.Unit unit, Client client, Account account, Wish wish, Instant now) {
    Optional<FactorSecrets> secrets = unit.secondFactors()
        .begun(account.id(), now)
        .filter(setup -> setup.of(wish.enroller().holder(), account.epoch(), now))
        .map(setup -> vault.open(account, setup));
    OptionalLong step = secrets
        .map(s -> Totp.accept(s.totp(), wish.proof().code().reveal(), -1, now))
        .orElse(OptionalLong.empty());
    if (step.isEmpty() || !mailboxProven(unit, client, account, wish, now)) {
      unit.record(event(EventType.SECOND_FACTOR_FAILED, client, account, now)
          .because(secrets.isEmpty() ? "NOT_BEGUN" : "WRONG_CODE"));
      return false;
    }
    FactorSecrets proven = secrets.orElseThrow();
    unit.secondFactors()
        .enrol(
            Authenticator.enrolled(
                account.id(), vault.enrolled(account, proven), step.getAsLong(), now),
            wish.codes().stream().map(proven::digest).toList());
    unit.accounts().setSecondFactors(account.id(), FACTORS);
    unit.record(event(EventType.SECOND_FACTOR_ENROLLED, client, account, now));
    owner.handle(unit, account, Mail.Kind.SECOND_FACTOR_ENROLLED, client, now);
    return true;
  }

  private boolean mailboxProven(
      Store.Unit unit, Client client, Account account, Wish wish, Instant now) {
    return !(wish.enroller() instanceof Enroller.ByTicket ticket)
        || codes.redeem(
            unit,
            client,
            account,
            ticket.ticket(),
            wish.proof().mailed().orElse(new SecretText("")),
            now);
  }

  private static Event event(EventType type, Client client, Account account, Instant now) {
    return Event.of(type, now, client, Actor.owner(account.id())).about(account.id());
  }
}
