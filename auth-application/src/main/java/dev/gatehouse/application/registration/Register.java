package dev.gatehouse.application.registration;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.PostMail;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Candidate;
import dev.gatehouse.domain.account.Channel;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.account.UuidV7;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.credential.PasswordHash;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RealmKind;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

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
  private final Admission admission;

  public Register(Environment environment, KeyRings keys, NewPassword passwords, PostMail mails) {
    this.environment = environment;
    this.passwords = passwords;
    this.codes = new VerificationCodes(environment, keys, mails);
    this.mails = mails;
    this.limits = new RegistrationLimits(environment, keys);
    this.admission = new Admission(environment, keys);
  }

  /**
   * What somebody asks for: a username or an address, or both.
   *
   * @param termsAccepted must be true
   * @param locale of the mail, and of the account
   * @param invitation the secret of one; needed where the realm takes nobody else
   */
  public record Command(
      Optional<Username> username,
      Optional<EmailAddress> email,
      Optional<Password> password,
      Locale locale,
      boolean termsAccepted,
      boolean marketing,
      Optional<SecretText> invitation) {

    /** Without an invitation. */
    public Command(
        Optional<Username> username,
        Optional<EmailAddress> email,
        Optional<Password> password,
        Locale locale,
        boolean termsAccepted,
        boolean marketing) {
      this(username, email, password, locale, termsAccepted, marketing, Optional.empty());
    }

    Channel channel() {
      return email.isPresent() ? Channel.EMAIL : Channel.USERNAME;
    }

    /** The same by somebody who was invited. */
    public Command invited(SecretText secret) {
      return new Command(
          username, email, password, locale, termsAccepted, marketing, Optional.of(secret));
    }

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
   *     address, a username without a password, or staff without an address), {@code Throttled}, {@code InvitationRejected}, {@code PasswordRejected}, {@code UsernameTaken}
   *     (of a username alone)
   */
  public Registered handle(Client client, Command command) {
    Instant now = environment.now();
    RegistrationGuard.check(
        client.realm(), command.channel(), command.invitation().isPresent());
    complete(client, command);
    limits.registration(client, now);
    Optional<UUID> invitation =
        command.invitation().map(secret -> admission.shown(client, secret, now));
    Optional<PasswordHash> hash =
        command.password().map(p -> passwords.hash(client, p, command.username(), command.email()));
    Consents consents = new Consents(
        Optional.of(now), client.realm().accounts().termsVersion(), command.marketing());
    Accepted accepted = new Accepted(hash, consents, invitation);
    return command.email().isPresent()
        ? candidate(client, command, accepted, now)
        : account(client, command, accepted, now);
  }

  /** What was judged good of what was asked for. */
  private record Accepted(
      Optional<PasswordHash> hash, Consents consents, Optional<UUID> invitation) {}

  private static void complete(Client client, Command command) {
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
    if (command.email().isEmpty() && client.realm().kind() == RealmKind.STAFF) {
      throw new Refusal.ValueRejected(
              "email", "nothing", "an address; staff enrol their second factor by it")
          .thrown();
    }
  }

  private Registered account(Client client, Command command, Accepted accepted, Instant now) {
    return environment.store().atomically(unit -> {
      Optional<Invitation> invitation = admission.hold(
          unit,
          new Admission.Asking(client, command.channel(), Optional.empty()),
          accepted.invitation().stream().toList(),
          now);
      Account account = NewAccounts.account(
          environment,
          client,
          new NewAccounts.Names(command.username(), Optional.empty()),
          new NewAccounts.Wishes(
              Admission.role(client.realm(), invitation), command.locale(), accepted.consents()),
          now);
      if (!NewAccounts.create(unit, account, accepted.hash(), now)) {
        throw new Refusal.UsernameTaken().thrown();
      }
      unit.record(Event.of(EventType.ACCOUNT_REGISTERED, now, client, Actor.owner(account.id()))
          .about(account.id()));
      invitation.ifPresent(held -> Admission.taken(unit, client, account, held, now));
      return new Registered.Active(account);
    });
  }

  private Registered candidate(Client client, Command command, Accepted accepted, Instant now) {
    EmailAddress email = command.email().orElseThrow();
    limits.mails(client, email, now);
    FlowHandle flow = FlowHandle.of(environment.randomness().bytes(FlowHandle.BYTES));
    Candidate candidate = new Candidate(
        UuidV7.of(now, environment.randomness().bytes(UuidV7.RANDOM_BYTES)),
        client.realm().key(),
        email,
        DigestKeys.flow(flow),
        command.username(),
        accepted.hash(),
        command.locale(),
        accepted.consents(),
        accepted.invitation(),
        now.plus(CANDIDACY));
    environment.store().atomically(unit -> hold(unit, client, candidate, now));
    return new Registered.Pending(flow);
  }

  /** The same writes for a known address as for an unknown one; what differs is what the mail says. */
  private Candidate hold(Store.Unit unit, Client client, Candidate candidate, Instant now) {
    PostMail.Recipient recipient =
        new PostMail.Recipient(candidate.realm(), candidate.email(), candidate.locale());
    unit.candidates().hold(candidate);
    Optional<Account> there = unit.accounts().at(candidate.realm(), candidate.email());
    if (there.isPresent()) {
      codes.pretend(unit, recipient, List.of(candidate.flow()), now);
      mails.handle(
          unit.outbox(),
          Mail.Kind.ALREADY_REGISTERED,
          PostMail.Recipient.owner(there.get(), candidate.email()),
          Map.of(),
          now);
    } else {
      codes.send(unit, recipient, List.of(candidate.flow()), now);
    }
    unit.record(Event.of(EventType.REGISTRATION_REQUESTED, now, client, Actor.STRANGER));
    return candidate;
  }
}
