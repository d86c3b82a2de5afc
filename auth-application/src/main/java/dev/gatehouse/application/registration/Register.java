package dev.gatehouse.application.registration;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.PostMail;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Candidate;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.account.UuidV7;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Registers a person. With a username alone the account is active at once. With an address it is a candidate, one per registrant, until the
 * mailbox is proven; nothing in the answer tells whether the address has an account already: its owner is told by mail.
 */
public final class Register {
  /** How long a candidate waits for its mailbox to be proven. */
  private static final Duration CANDIDACY = Duration.ofHours(24);

  private final Environment environment;
  private final NewPassword passwords;
  private final VerificationCodes codes;
  private final PostMail mails;
  private final RegistrationLimits limits;

  public Register(Environment environment, KeyRings keys, NewPassword passwords, PostMail mails) {
    this.environment = environment;
    this.passwords = passwords;
    this.codes = new VerificationCodes(environment, keys, mails);
    this.mails = mails;
    this.limits = new RegistrationLimits(environment, keys);
  }

  /**
   * What somebody asks for: a username or an address, or both.
   *
   * @param termsAccepted must be true
   * @param locale of the mail, and of the account
   */
  public record Command(
      Optional<Username> username,
      Optional<EmailAddress> email,
      Optional<Password> password,
      Locale locale,
      boolean termsAccepted,
      boolean marketing) {

    /** By username and password. */
    public static Command of(Username username, Password password) {
      return new Command(
          Optional.of(username),
          Optional.empty(),
          Optional.of(password),
          Locale.ENGLISH,
          true,
          false);
    }

    /** By address and password. */
    public static Command of(EmailAddress email, Password password) {
      return new Command(
          Optional.empty(), Optional.of(email), Optional.of(password), Locale.ENGLISH, true, false);
    }

    @Override
    public String toString() {
      return "Register.Command[…]";
    }
  }

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code RegistrationDisabled}, {@code TermsNotAccepted}, {@code ValueRejected} (neither name nor
   *     address, or a username without a password), {@code Throttled}, {@code PasswordRejected}, {@code UsernameTaken} (of a username alone)
   */
  public Registered handle(Client client, Command command) {
    Instant now = environment.now();
    RegistrationGuard.check(client.realm());
    complete(command);
    limits.registration(client, now);
    Optional<PasswordHash> hash =
        command.password().map(p -> passwords.hash(client, p, command.username(), command.email()));
    Consents consents = new Consents(Optional.of(now), command.marketing());
    return command.email().isPresent()
        ? candidate(client, command, hash, consents, now)
        : account(client, command, hash, consents, now);
  }

  private static void complete(Command command) {
    if (!command.termsAccepted()) {
      throw new Refusal.TermsNotAccepted().thrown();
    }
    if (command.email().isEmpty() && command.username().isEmpty()) {
      throw new Refusal.ValueRejected("login", "nothing", "a login or an email").thrown();
    }
    if (command.email().isEmpty() && command.password().isEmpty()) {
      throw new Refusal.ValueRejected(
              "password", "nothing", "a password, because there is no email to sign in by")
          .thrown();
    }
  }

  private Registered account(
      Client client, Command command, Optional<PasswordHash> hash, Consents consents, Instant now) {
    Account account = NewAccounts.account(
        environment,
        client,
        new NewAccounts.Names(command.username(), Optional.empty()),
        command.locale(),
        consents,
        now);
    return environment.store().atomically(unit -> {
      if (!unit.accounts().create(account, hash)) {
        throw new Refusal.UsernameTaken().thrown();
      }
      unit.record(Event.of(EventType.ACCOUNT_REGISTERED, now, client, Actor.owner(account.id()))
          .about(account.id()));
      return new Registered.Active(account);
    });
  }

  private Registered candidate(
      Client client, Command command, Optional<PasswordHash> hash, Consents consents, Instant now) {
    EmailAddress email = command.email().orElseThrow();
    limits.mails(client, email, now);
    FlowHandle flow = FlowHandle.of(environment.randomness().bytes(FlowHandle.BYTES));
    Candidate candidate = new Candidate(
        UuidV7.of(now, environment.randomness().bytes(UuidV7.RANDOM_BYTES)),
        client.realm().key(),
        email,
        DigestKeys.flow(flow),
        command.username(),
        hash,
        command.locale(),
        consents,
        now.plus(CANDIDACY));
    environment.store().atomically(unit -> hold(unit, client, candidate, now));
    return new Registered.Pending(flow);
  }

  /** The same writes for a known address as for an unknown one; what differs is what the mail says. */
  private Candidate hold(Store.Unit unit, Client client, Candidate candidate, Instant now) {
    PostMail.Recipient recipient =
        new PostMail.Recipient(candidate.realm(), candidate.email(), candidate.locale());
    unit.candidates().hold(candidate);
    if (unit.accounts().taken(candidate.realm(), candidate.email())) {
      codes.pretend(unit, recipient, List.of(candidate.flow()), now);
      mails.handle(unit.outbox(), Mail.Kind.ALREADY_REGISTERED, recipient, Map.of(), now);
    } else {
      codes.send(unit, recipient, List.of(candidate.flow()), now);
    }
    unit.record(Event.of(EventType.REGISTRATION_REQUESTED, now, client, Actor.STRANGER));
    return candidate;
  }
}
