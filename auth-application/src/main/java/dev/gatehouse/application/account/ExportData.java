package dev.gatehouse.application.account;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.application.signin.OwnerLimit;
import dev.gatehouse.application.signin.StepUp;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.Consent;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Invitation;
import dev.gatehouse.domain.account.Reverts;
import dev.gatehouse.domain.account.UuidV7;
import dev.gatehouse.domain.assurance.EnrolledFactor;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.History;
import dev.gatehouse.port.PersonalData;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Hands out everything that is kept of the caller, but no secret. Asking is told to the owner by mail; the archive is made when it is read, and
 * kept nowhere.
 */
public final class ExportData {
  /** How long an archive that was asked for may be read. */
  public static final Duration LIFE = Duration.ofHours(24);

  private static final Limit ASKED = new Limit(3, Duration.ofHours(24));
  private static final Limit READ = new Limit(20, Duration.ofHours(24));
  private static final int PAGE = 500;

  /** The newest events of an archive; all of them, unless somebody makes events on purpose. */
  private static final int MOST_EVENTS = 10_000;

  private final Environment environment;
  private final MailedSecrets secrets;
  private final TellOwner owner;
  private final OwnerLimit asking;
  private final OwnerLimit reading;

  public ExportData(
      Environment environment, KeyRings keys, MailedSecrets secrets, TellOwner owner) {
    this.environment = environment;
    this.secrets = secrets;
    this.owner = owner;
    this.asking = new OwnerLimit(environment, keys, "export", ASKED);
    this.reading = new OwnerLimit(environment, keys, "export-read", READ);
  }

  /**
   * Everything.
   *
   * @param password whether there is one; never itself, nor its hash
   * @param formerAddresses those that a link may bring back, oldest first
   * @param events the audit trail of the account, newest first
   */
  public record Archive(
      Instant madeAt,
      Account account,
      boolean password,
      PersonalData.Kept kept,
      List<FormerAddress> formerAddresses,
      List<Event> events) {
    /** What was agreed to, and taken back; oldest first. */
    public List<Consent> consents() {
      return kept.consents();
    }

    /** Sessions, those that are over too; oldest first. */
    public List<Session> sessions() {
      return kept.sessions();
    }

    /** Invitations that the account took, or that name its address; oldest first. */
    public List<Invitation> invitations() {
      return kept.invitations();
    }

    /** What mails are about that have not gone out. */
    public List<Mail.Kind> waitingMails() {
      return kept.waitingMails();
    }

    /** What mails are about that were given up, and are kept. */
    public List<Mail.Kind> deadMails() {
      return kept.deadMails();
    }

    /** Until when registrations at the account's address are kept. */
    public List<Instant> waitingRegistrations() {
      return kept.waitingRegistrations();
    }

    /** Identities at providers, by provider. */
    public List<LinkedIdentity> identities() {
      return kept.identities();
    }

    /** When an authenticator was enrolled, if one was. */
    public Optional<EnrolledFactor> secondFactor() {
      return kept.secondFactor();
    }

    @Override
    public String toString() {
      return "Archive[" + account.id() + "]";
    }
  }

  /** What the account's address was before it was changed, and until when that may be taken back. */
  public record FormerAddress(EmailAddress email, Instant until) {}

  /** By which id it may be read, and until when. */
  public record Asked(UUID id, Instant until) {}

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code StepUpRequired}, {@code TokenRejected} when the account is no longer active, {@code Throttled}
   */
  public Asked ask(Client client, AccessClaims caller) {
    Instant now = environment.now();
    asking.permit(client, caller, now);
    UUID id = UuidV7.of(now, environment.randomness().bytes(UuidV7.RANDOM_BYTES));
    return environment.store().atomically(unit -> {
      Account account = StepUp.require(unit, caller, now);
      Asked asked = new Asked(id, now.plus(LIFE));
      unit.exports().ask(id, account.id(), now, asked.until());
      unit.record(event(EventType.EXPORT_REQUESTED, client, caller, now));
      owner.handle(unit, account, Mail.Kind.EXPORT_READY, client, now);
      return asked;
    });
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code NotFound} when the caller asked for none by that id lately, {@code StepUpRequired}, {@code TokenRejected}, {@code Throttled} */
  public Archive read(Client client, AccessClaims caller, UUID id) {
    Instant now = environment.now();
    reading.permit(client, caller, now);
    List<FormerAddress> former = environment.store().atomically(unit -> {
      Account account = StepUp.require(unit, caller, now);
      if (!unit.exports().asked(id, account.id(), now)) {
        throw new Refusal.NotFound().thrown();
      }
      unit.record(event(EventType.EXPORT_READ, client, caller, now));
      return former(unit, account, now);
    });
    AccountDirectory.Entry entry = environment
        .storage()
        .accounts()
        .find(caller.realm(), caller.subject())
        .orElseThrow(() -> new Refusal.TokenRejected().thrown());
    return new Archive(
        now,
        entry.account(),
        entry.password().isPresent(),
        environment.storage().personalData().of(entry.account(), now),
        former,
        events(caller.subject()));
  }

  /** None that a change left behind which was taken back since: that may be a thief's. */
  private List<FormerAddress> former(Store.Unit unit, Account account, Instant now) {
    return unit.accounts().reverts(account.id()).at(now).links().stream()
        .flatMap(link -> link.row().stream()
            .flatMap(row -> secrets.kept(unit, account.realm(), row, now).stream())
            .map(kept ->
                new FormerAddress(EmailChanges.earlier(kept).email(), Reverts.endsAt(link.name()))))
        .toList();
  }

  private List<Event> events(AccountId account) {
    List<Event> events = new ArrayList<>();
    OptionalLong before = OptionalLong.empty();
    List<History.Row> page;
    do {
      page = environment.storage().history().of(account, before, PAGE);
      page.forEach(row -> events.add(row.event()));
      before = page.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(page.get(page.size() - 1).position());
    } while (page.size() == PAGE && events.size() < MOST_EVENTS);
    return events;
  }

  private static Event event(EventType type, Client client, AccessClaims caller, Instant now) {
    return Event.of(type, now, client, Actor.owner(caller.subject()))
        .about(caller.subject())
        .about(caller.session());
  }
}
