package dev.gatehouse.application.signin;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.session.EndSessions;
import dev.gatehouse.application.session.IssueTokens;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Departure;
import dev.gatehouse.domain.account.UuidV7;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.assurance.Assurance;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.DeviceMark;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.session.SessionPolicy;
import dev.gatehouse.domain.session.SessionSecret;
import dev.gatehouse.domain.throttle.Gate;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The only way to a session, whichever way somebody came in: asks what is still due, and opens the session only if nothing is. An account that
 * was changed since it was {@linkplain Proven#account read} gets none.
 */
public final class OpenSession {
  private final Environment environment;
  private final KeyRings keys;
  private final IssueTokens issue;
  private final PasswordGates gates;
  private final Tickets tickets;
  private final NewDevices devices;

  public OpenSession(
      Environment environment,
      KeyRings keys,
      IssueTokens issue,
      PasswordGates gates,
      TellOwner owner) {
    this.environment = environment;
    this.keys = keys;
    this.issue = issue;
    this.gates = gates;
    this.tickets = new Tickets(environment, keys);
    this.devices = new NewDevices(keys, owner);
  }

  /**
   * Who was recognised, and by what.
   *
   * @param account as read before the first factor was checked
   * @param remember whether the session is to outlast a short absence
   * @param counted gates that have counted the attempt, to be forgiven once it has led to a session
   */
  public record Proven(
      Client client, Account account, Set<Method> methods, boolean remember, List<Gate> counted) {
    /** What was counted nowhere. */
    public Proven(Client client, Account account, Set<Method> methods, boolean remember) {
      this(client, account, methods, remember, List.of());
    }
  }

  /** What was decided inside the unit; {@link OpenSession#complete} makes the answer of it. */
  public sealed interface Decided {
    /** A session was opened. */
    record Opened(Proven proven, Session session, SessionSecret secret) implements Decided {}

    /** Something is due first. */
    record Held(SignIn answer) implements Decided {}

    /** Everything was proven, of an account that leaves. */
    record Kept(Proven proven, SignIn.Leaving answer) implements Decided {}
  }

  /** Decides in a unit of its own. */
  public SignIn handle(Proven proven, Instant now) {
    return complete(environment.store().atomically(unit -> decide(unit, proven, now)), now);
  }

  /**
   * Decides inside the unit of what proved the factor.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code CredentialsRejected} when the account changed meanwhile, or is not active
   */
  public Decided decide(Store.Unit unit, Proven proven, Instant now) {
    Assurance.Due due = Assurance.due(
        proven.methods(),
        proven.account().secondFactors(),
        proven.client().realm().secondFactorRequired());
    if (due instanceof Assurance.Due.Nothing nothing) {
      return proven.account().leaving()
          ? leaving(unit, proven, now)
          : open(unit, proven, nothing.acr(), now);
    }
    return new Decided.Held(hold(unit, proven, due, now));
  }

  /** Makes the answer, once the unit is committed. Only who has proven all that is due clears what was counted; a right password with a factor still due does not. */
  public SignIn complete(Decided decided, Instant now) {
    if (decided instanceof Decided.Held held) {
      return held.answer();
    }
    if (decided instanceof Decided.Kept kept) {
      gates.forgive(kept.proven().counted(), now);
      return kept.answer();
    }
    Decided.Opened opened = (Decided.Opened) decided;
    gates.forgive(opened.proven().counted(), now);
    Client client = opened.proven().client();
    Account account = opened.proven().account();
    Acr acr = opened.session().authentication().acr();
    DeviceMark mark = client.deviceMarks().stream()
        .filter(m -> m.deviceOf(account.id(), acr, keys.digests()).isPresent())
        .findFirst()
        .orElseGet(() -> newMark(account, acr));
    return new SignIn.SignedIn(
        account,
        issue.handle(client.realm(), opened.session(), opened.secret(), account.roles(), now),
        mark);
  }

  private DeviceMark newMark(Account account, Acr acr) {
    byte[] random = environment.randomness().bytes(DeviceMark.RANDOM_BYTES);
    byte[] device = DeviceMark.device(account.realm(), random, keys.digests());
    return DeviceMark.of(account.id(), acr, device, keys.digests());
  }

  private Decided open(Store.Unit unit, Proven proven, Acr acr, Instant now) {
    Account account = proven.account();
    claim(unit, proven, now);
    SessionSecret secret = new SessionSecret(environment.randomness().bytes(SessionSecret.BYTES));
    Session session = session(proven, acr, secret, now);
    unit.sessions().open(session);
    unit.record(event(EventType.SIGNED_IN, proven, now)
        .about(session.id())
        .because(String.join("+", session.authentication().amr())));
    devices.tell(unit, proven.client(), account, session.id(), now);
    EndSessions.beyond(
        unit,
        account.id(),
        session.id(),
        proven.client().realm().sessions().maxLive(),
        EndSessions.event(now, proven.client(), Actor.owner(account.id())));
    return new Decided.Opened(proven, session, secret);
  }

  private SignIn hold(Store.Unit unit, Proven proven, Assurance.Due due, Instant now) {
    Account account = proven.account();
    boolean unchanged = unit.accounts()
        .lock(account.id())
        .filter(a -> a.claimable() && a.epoch() == account.epoch())
        .isPresent();
    if (!unchanged) {
      throw changed(unit, proven, now);
    }
    if (proven.methods().contains(Method.EMAIL_CODE)) {
      unit.secondFactors().restore(account.id());
    }
    Purpose purpose = due instanceof Assurance.Due.SecondFactor
        ? Purpose.SECOND_FACTOR_DUE
        : Purpose.SECOND_FACTOR_ENROLMENT;
    SecretText ticket = tickets.issue(unit, proven, purpose, now);
    unit.record(event(EventType.SECOND_FACTOR_ASKED, proven, now).because(purpose.name()));
    return due instanceof Assurance.Due.SecondFactor second
        ? new SignIn.SecondFactorDue(ticket, second.enrolled())
        : new SignIn.EnrolmentDue(ticket);
  }

  /** Nothing is due any more, and it is still no session: a ticket for the owner who thinks better of it, while there is time. */
  private Decided leaving(Store.Unit unit, Proven proven, Instant now) {
    Account account = unit.accounts()
        .lock(proven.account().id())
        .filter(a -> a.leaving() && a.epoch() == proven.account().epoch())
        .orElseThrow(() -> changed(unit, proven, now));
    Departure departure = unit.departures()
        .of(account.id())
        .filter(found -> found.undoable(now))
        .orElseThrow(() -> refused(unit, proven, "ACCOUNT_LEAVING", now));
    Scope scope = new Scope(
        Purpose.DELETION_UNDO, account.realm(), account.id().toString(), Optional.empty());
    SecretText ticket = SecretText.fresh(
        scope.purpose().form(), environment.randomness().bytes(SecretText.LINK_BYTES));
    OneTimeSecret.Owner owner = new OneTimeSecret.Owner(account.id(), account.epoch());
    unit.secrets()
        .issue(OneTimeSecret.issue(scope, keys.digests(), ticket, Optional.of(owner), now));
    unit.record(event(EventType.DELETION_UNDO_OFFERED, proven, now));
    return new Decided.Kept(proven, new SignIn.Leaving(ticket, departure.dueAt()));
  }

  private void claim(Store.Unit unit, Proven proven, Instant now) {
    if (!unit.accounts()
        .signIn(proven.account().id(), proven.account().epoch(), proven.client().address(), now)) {
      throw changed(unit, proven, now);
    }
  }

  private static RuntimeException changed(Store.Unit unit, Proven proven, Instant now) {
    return refused(unit, proven, "ACCOUNT_CHANGED", now);
  }

  private static RuntimeException refused(
      Store.Unit unit, Proven proven, String reason, Instant now) {
    unit.record(event(EventType.SIGN_IN_FAILED, proven, now).because(reason));
    return new Refusal.CredentialsRejected().thrown();
  }

  private static Event event(EventType type, Proven proven, Instant now) {
    return Event.of(type, now, proven.client(), Actor.owner(proven.account().id()))
        .about(proven.account().id());
  }

  private Session session(Proven proven, Acr acr, SessionSecret secret, Instant now) {
    Client client = proven.client();
    SessionPolicy policy = client.realm().sessions();
    SessionId id = SessionId.of(
        proven.account().id(), now, environment.randomness().bytes(UuidV7.RANDOM_BYTES));
    return Session.opened(
        id,
        proven.account().id(),
        client,
        secret.digest(),
        new Session.Authentication(now, acr, Assurance.amr(proven.methods(), acr)),
        policy.idle(proven.remember()),
        now);
  }
}
