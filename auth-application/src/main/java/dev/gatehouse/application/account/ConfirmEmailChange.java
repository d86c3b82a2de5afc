package dev.gatehouse.application.account;

import dev.gatehouse.application.Buckets;
import dev.gatehouse.application.Environment;
import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.application.registration.ProvenMailbox;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.PostMail;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Reverts;
import dev.gatehouse.domain.account.UuidV7;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Gives an account the address to which {@link AskForEmailChange} mailed a code, in the unit that spends the code. Sessions go on; whatever was mailed
 * before is worth nothing. Both addresses are told, the old one with a link that takes the change back ({@link RevertEmail}).
 */
public final class ConfirmEmailChange {
  /** Codes tried in one session, which is the only one where the code is good. */
  private static final Limit TRIES = new Limit(60, Duration.ofHours(1));

  private final Environment environment;
  private final EmailChanges changes;
  private final ProvenMailbox mailbox;
  private final TellOwner owner;
  private final Buckets buckets;

  public ConfirmEmailChange(
      Environment environment,
      KeyRings keys,
      MailedSecrets secrets,
      ProvenMailbox mailbox,
      PostMail mails,
      TellOwner owner) {
    this.environment = environment;
    this.changes = new EmailChanges(secrets, mails);
    this.mailbox = mailbox;
    this.owner = owner;
    this.buckets = new Buckets(environment, keys);
  }

  /**
   * Returns the address that the account has now.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code CodeRejected}, {@code EmailTaken} (the code was right, and another account was quicker), {@code
   *     TokenRejected} (the account is no longer active, or the session has ended), {@code Throttled}
   */
  public EmailAddress handle(Client client, AccessClaims caller, SecretText code) {
    Instant now = environment.now();
    buckets.insist("email-change-verify", client, caller.session().toString(), TRIES, now);
    return environment.store().atomically(unit -> {
      Account account = unit.accounts()
          .lock(caller.subject())
          .filter(Account::active)
          .filter(a -> unit.sessions().standing(a.id(), caller.session(), now).isPresent())
          .orElseThrow(() -> new Refusal.TokenRejected().thrown());
      MailedSecrets.Redeemed redeemed = changes.redeemCode(unit, caller, code, now);
      if (!redeemed.accepted()) {
        int left = redeemed.attemptsLeft();
        unit.record(event(EventType.EMAIL_CHANGE_FAILED, client, caller, now)
            .because(left > 0 ? "WRONG_CODE" : "ATTEMPTS_USED_UP"));
        throw new Refusal.CodeRejected(left).thrown();
      }
      return change(
          unit, client, caller, account, EmailChanges.wanted(redeemed.particulars()), now);
    });
  }

  private EmailAddress change(
      Store.Unit unit,
      Client client,
      AccessClaims caller,
      Account account,
      EmailAddress wanted,
      Instant now) {
    mailbox.voidOthers(unit, account.realm(), wanted, now);
    Reverts held = unit.accounts().reverts(account.id()).at(now);
    UUID name = UuidV7.of(now, environment.randomness().bytes(UuidV7.RANDOM_BYTES));
    Optional<EmailChanges.Earlier> earlier = account
        .email()
        .filter(old -> !held.full())
        .map(old -> new EmailChanges.Earlier(old, name, !account.secondFactors().isEmpty()));
    Optional<MailedSecrets.Issued> link = earlier.map(e -> changes.revert(unit, account, e, now));
    Reverts reverts = link.map(issued -> held.with(name, issued.row())).orElse(held);
    if (!unit.accounts().setEmail(account.id(), wanted, reverts, now)) {
      unit.record(
          event(EventType.EMAIL_CHANGE_FAILED, client, caller, now).because("ADDRESS_TAKEN"));
      throw new Refusal.EmailTaken().thrown();
    }
    unit.record(event(EventType.EMAIL_CHANGED, client, caller, now));
    changes.tell(unit, client, account, wanted, link.map(MailedSecrets.Issued::secret), now);
    if (account.email().isEmpty()) {
      // there is no earlier address to tell; where warnings went until now there is somebody
      owner.warn(unit, account, Mail.Kind.WARNINGS_TO_MAIL, TellOwner.from(client), now);
    }
    return wanted;
  }

  private static Event event(EventType type, Client client, AccessClaims caller, Instant now) {
    return Event.of(type, now, client, Actor.owner(caller.subject()))
        .about(caller.subject())
        .about(caller.session());
  }
}
