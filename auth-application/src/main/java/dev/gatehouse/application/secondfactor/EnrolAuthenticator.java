package dev.gatehouse.application.secondfactor;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.session.EndSessions;
import dev.gatehouse.application.signin.HeldSignIn;
import dev.gatehouse.application.signin.OpenSession;
import dev.gatehouse.application.signin.OwnerLimit;
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
  private final OwnerLimit changes;

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
    this.changes = FactorChanges.limit(environment, keys);
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
    List<RecoveryCode> fresh = vault.codes();
    if (enroller instanceof Enroller.BySession session) {
      inSession(client, session, proof, fresh);
      return new Enrolled(fresh, Optional.empty());
    }
    SignIn signIn = byTicket(client, (Enroller.ByTicket) enroller, proof, fresh);
    return new Enrolled(fresh, Optional.of(signIn));
  }

  private void inSession(
      Client client, Enroller.BySession session, Proof proof, List<RecoveryCode> fresh) {
    Asker asker = Asker.signedIn(client, session.caller(), environment.now());
    Instant now = asker.now();
    changes.permit(client, session.caller(), now);
    environment.store().atomically(unit -> {
      Account account = StepUp.require(unit, session.caller(), now);
      Shown shown = new Shown(session, proof);
      Proven proven = proven(unit, asker, account, shown, new Refusal.SecondFactorRejected());
      enrol(unit, asker, account, proven, fresh);
      if (!account.secondFactors().isEmpty()) {
        putOut(unit, client, account, session.caller().session(), now);
      }
      // what was shown is as much as anybody can show here
      return unit.sessions()
          .stepUp(account.id(), session.caller().session(), new Standing.Proof(now, Acr.AAL2));
    });
  }

  private SignIn byTicket(
      Client client, Enroller.ByTicket enroller, Proof proof, List<RecoveryCode> fresh) {
    Asker asker = Asker.signingIn(client, environment.now());
    SecretText ticket = enroller.ticket();
    HeldSignIn held = tickets.held(asker, ticket);
    OpenSession.Decided decided = environment.store().atomically(unit -> {
      TicketTries.Taken taken = tickets.take(unit, asker, ticket, held);
      Account account = taken.account();
      Shown shown = new Shown(enroller, proof);
      Proven proven = proven(unit, asker, account, shown, new Refusal.CodeRejected(taken.left()));
      tickets.spend(unit, asker, ticket, held);
      enrol(unit, asker, account, proven, fresh);
      return signIn(unit, asker, held);
    });
    return open.complete(decided, asker.now());
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

  /** The account is another by now: its factors, and its epoch. */
  private OpenSession.Decided signIn(Store.Unit unit, Asker asker, HeldSignIn held) {
    Account account = unit.accounts().lock(held.account()).orElseThrow();
    return open.decide(unit, held.with(Method.TOTP, asker.client(), account), asker.now());
  }

  private record Shown(Enroller enroller, Proof proof) {}

  /** What was begun, and the step of which a code was shown. */
  private record Proven(FactorSecrets secrets, long step) {}

  /** Judges what is shown, which writes nothing but the row of a failure. */
  private Proven proven(
      Store.Unit unit, Asker asker, Account account, Shown shown, Refusal otherwise) {
    Optional<FactorSecrets> begun = unit.secondFactors()
        .begun(account.id(), asker.now())
        .filter(setup -> setup.of(shown.enroller().holder(), account.epoch(), asker.now()))
        .map(setup -> vault.open(account, setup));
    OptionalLong step = begun
        .map(secrets -> Totp.accept(secrets.totp(), shown.proof().code().reveal(), -1, asker.now()))
        .orElseGet(OptionalLong::empty);
    if (step.isEmpty() || !mailboxProven(unit, asker, account, shown)) {
      unit.record(asker
          .event(EventType.SECOND_FACTOR_FAILED, account)
          .because(begun.isEmpty() ? "NOT_BEGUN" : "WRONG_CODE"));
      throw otherwise.thrown();
    }
    return new Proven(begun.orElseThrow(), step.getAsLong());
  }

  private boolean mailboxProven(Store.Unit unit, Asker asker, Account account, Shown shown) {
    return !(shown.enroller() instanceof Enroller.ByTicket by)
        || codes.redeem(
            unit, asker, account, by.ticket(), shown.proof().mailed().orElse(new SecretText("")));
  }

  private void enrol(
      Store.Unit unit, Asker asker, Account account, Proven proven, List<RecoveryCode> fresh) {
    unit.secondFactors()
        .enrol(
            Authenticator.enrolled(
                account.id(),
                vault.enrolled(account, proven.secrets()),
                proven.step(),
                asker.now()),
            fresh.stream().map(proven.secrets()::digest).toList());
    unit.accounts().setSecondFactors(account.id(), FACTORS, asker.now());
    unit.record(asker.event(EventType.SECOND_FACTOR_ENROLLED, account));
    owner.handle(unit, account, Mail.Kind.SECOND_FACTOR_ENROLLED, asker.client(), asker.now());
  }
}
