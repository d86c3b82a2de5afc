package dev.gatehouse.application.registration;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.MailedTries;
import dev.gatehouse.application.signin.OpenSession;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.PostMail;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Candidate;
import dev.gatehouse.domain.account.Channel;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.Redemption;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Proves a mailbox with the mailed code, which makes the account and signs in. Whoever proves the mailbox owns the account: name, password and
 * consents come from the candidate whose handle is presented and from no other; all others are void.
 */
public final class VerifyEmail {
  private final Environment environment;
  private final NewPassword passwords;
  private final VerificationCodes codes;
  private final OpenSession open;
  private final MailedTries tries;
  private final Admission admission;

  public VerifyEmail(
      Environment environment,
      KeyRings keys,
      NewPassword passwords,
      PostMail mails,
      OpenSession open) {
    this.environment = environment;
    this.passwords = passwords;
    this.codes = new VerificationCodes(environment, keys, mails);
    this.open = open;
    this.tries = new MailedTries(environment, keys);
    this.admission = new Admission(environment, keys);
  }

  /**
   * @param flow the handle that registering gave
   * @param password for who comes without a handle
   */
  public record Command(
      EmailAddress email,
      SecretText code,
      Optional<FlowHandle> flow,
      Optional<Password> password,
      boolean remember) {
    /** By the registrant. */
    public static Command of(EmailAddress email, SecretText code, FlowHandle flow) {
      return new Command(email, code, Optional.of(flow), Optional.empty(), false);
    }

    @Override
    public String toString() {
      return "VerifyEmail.Command[…]";
    }
  }

  /** Whose wishes become the account: the registrant's, or nobody's. */
  private record Wishes(
      Optional<UUID> candidate,
      Optional<Username> username,
      Optional<PasswordHash> password,
      Locale locale,
      Consents consents,
      Optional<UUID> invitation) {
    static Wishes of(Candidate candidate) {
      return new Wishes(
          Optional.of(candidate.id()),
          candidate.username(),
          candidate.password(),
          candidate.locale(),
          candidate.consents(),
          candidate.invitation());
    }

    static Wishes of(Optional<PasswordHash> password) {
      return new Wishes(
          Optional.empty(),
          Optional.empty(),
          password,
          Locale.ENGLISH,
          Consents.NONE,
          Optional.empty());
    }
  }

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code CodeRejected} (the same for known and unknown addresses), {@code UsernameTaken} (to the
   *     registrant, before the code is spent), {@code PasswordRejected}, {@code RegistrationDisabled}, {@code InvitationRejected} (both once the
   *     mailbox is proven), {@code Throttled}
   */
  public SignIn handle(Client client, Command command) {
    Instant now = environment.now();
    RegistrationGuard.checkNotClosed(client.realm(), Channel.EMAIL);
    tries.insist(
        "verify", client, unit -> registrants(unit, client, command, now), command.code(), now);
    Optional<PasswordHash> hash = command
        .password()
        .map(p -> passwords.hash(client, p, Optional.empty(), Optional.of(command.email())));
    OpenSession.Decided decided =
        environment.store().atomically(unit -> verify(unit, client, command, hash, now));
    return open.complete(decided, now);
  }

  private OpenSession.Decided verify(
      Store.Unit unit, Client client, Command command, Optional<PasswordHash> hash, Instant now) {
    List<Candidate> candidates = candidates(unit, client, command, now);
    Optional<Candidate> own = own(command, candidates);
    // to the registrant alone, who asked for that name: to others it would tell that somebody has
    // registered here
    own.flatMap(Candidate::username)
        .filter(name -> unit.accounts().taken(client.realm().key(), name))
        .ifPresent(VerifyEmail::taken);
    redeem(unit, client, command, own, now);
    Account account =
        create(unit, client, command.email(), wishes(client, command, own, candidates, hash), now);
    codes.revoke(
        unit,
        client.realm().key(),
        command.email(),
        candidates.stream().map(Candidate::flow).toList());
    // the candidates stay, void, until they run out: else a rival would hear, from how his handle
    // is answered, that the address has an account by now
    unit.record(event(EventType.ACCOUNT_REGISTERED, client, account, now));
    unit.record(event(EventType.EMAIL_VERIFIED, client, account, now));
    return open.decide(
        unit,
        new OpenSession.Proven(client, account, Set.of(Method.EMAIL_CODE), command.remember()),
        now);
  }

  /** Under the handle of a registrant: what is tried without one would tell, by whether anything waits, that somebody registers just now. */
  private static Optional<Scope> registrants(
      Store.Unit unit, Client client, Command command, Instant now) {
    Optional<Candidate> own = own(command, candidates(unit, client, command, now));
    return own.map(there -> scope(client, command, own));
  }

  private static List<Candidate> candidates(
      Store.Unit unit, Client client, Command command, Instant now) {
    return unit.candidates().of(client.realm().key(), command.email(), now);
  }

  private static Optional<Candidate> own(Command command, List<Candidate> candidates) {
    return command
        .flow()
        .map(DigestKeys::flow)
        .flatMap(flow -> candidates.stream().filter(c -> c.flow().equals(flow)).findFirst());
  }

  /** Where the code is looked for: under the handle that was shown, if that registered here. */
  private static Scope scope(Client client, Command command, Optional<Candidate> own) {
    return VerificationCodes.scope(client.realm().key(), command.email(), own.map(Candidate::flow));
  }

  private static void taken(Username name) {
    throw new Refusal.UsernameTaken().thrown();
  }

  private void redeem(
      Store.Unit unit, Client client, Command command, Optional<Candidate> own, Instant now) {
    Redemption redemption = codes.redeem(unit, scope(client, command, own), command.code(), now);
    if (!redemption.accepted()) {
      int left = redemption.attemptsLeft();
      throw rejected(unit, client, left, left > 0 ? "WRONG_CODE" : "ATTEMPTS_USED_UP", now);
    }
  }

  private static RuntimeException rejected(
      Store.Unit unit, Client client, int attemptsLeft, String reason, Instant now) {
    unit.record(Event.of(EventType.CODE_REJECTED, now, client, Actor.STRANGER).because(reason));
    return new Refusal.CodeRejected(attemptsLeft).thrown();
  }

  /**
   * Without a handle: this request's password; without that too, the candidate if it was the only one; else an account without a password. Who
   * shows a handle of something else is not that only candidate, and neither is a browser without one: it would have sent its cookie.
   */
  private static Wishes wishes(
      Client client,
      Command command,
      Optional<Candidate> own,
      List<Candidate> candidates,
      Optional<PasswordHash> hash) {
    if (own.isPresent()) {
      return Wishes.of(own.get());
    }
    boolean mayBeIts = client.transport() == Transport.BEARER && command.flow().isEmpty();
    return mayBeIts && hash.isEmpty() && candidates.size() == 1
        ? Wishes.of(candidates.get(0))
        : Wishes.of(hash);
  }

  /** A username that was taken meanwhile is dropped rather than the account: the mailbox is proven. */
  private Account create(
      Store.Unit unit, Client client, EmailAddress email, Wishes wishes, Instant now) {
    Optional<Invitation> invitation = admission.hold(
        unit,
        new Admission.Asking(client, Channel.EMAIL, Optional.of(email)),
        wishes.invitation().stream().toList(),
        now);
    for (Optional<Username> username : List.of(wishes.username(), Optional.<Username>empty())) {
      Account account = NewAccounts.account(
          environment,
          client,
          new NewAccounts.Names(username, Optional.of(email)),
          new NewAccounts.Wishes(
              Admission.role(client.realm(), invitation), wishes.locale(), wishes.consents()),
          now);
      if (NewAccounts.create(unit, account, wishes.password(), now)) {
        wishes.candidate().ifPresent(id -> unit.candidates().became(id, account.id()));
        invitation.ifPresent(held -> Admission.taken(unit, client, account, held, now));
        return account;
      }
    }
    throw rejected(unit, client, 0, "ADDRESS_TAKEN", now);
  }

  private static Event event(EventType type, Client client, Account account, Instant now) {
    return Event.of(type, now, client, Actor.owner(account.id())).about(account.id());
  }
}
