package dev.gatehouse.application.account;

import dev.gatehouse.application.Buckets;
import dev.gatehouse.application.Environment;
import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.application.signin.OwnerLimit;
import dev.gatehouse.application.signin.StepUp;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.PostMail;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Mails a code to the address that an account is to have; {@link ConfirmEmailChange} takes it. Nothing is changed yet, and the answer is the same whether or
 * not the address is another account's, whose owner is told by mail.
 */
public final class AskForEmailChange {
  /** Asked for by one account. */
  private static final Limit ASKED = new Limit(5, Duration.ofHours(1));

  /** Asked for from one network prefix, by however many accounts. */
  private static final Limit NETWORK = new Limit(60, Duration.ofHours(1));

  /** Beyond that by one account, from a device that has signed in to it before (law L30). */
  private static final Limit KNOWN = new Limit(1, Duration.ofHours(1));

  /** And by however many such accounts. */
  private static final Limit ALL_KNOWN = new Limit(300, Duration.ofHours(1));

  /** Mails to one address. */
  private static final Limit MAILS = Limit.within(5, Duration.ofHours(1));

  private final Environment environment;
  private final KeyRings keys;
  private final EmailChanges changes;
  private final OwnerLimit asking;
  private final Buckets buckets;

  public AskForEmailChange(
      Environment environment, KeyRings keys, MailedSecrets secrets, PostMail mails) {
    this.environment = environment;
    this.keys = keys;
    this.changes = new EmailChanges(secrets, mails);
    this.asking = new OwnerLimit(environment, keys, "email-change", ASKED);
    this.buckets = new Buckets(environment, keys);
  }

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code StepUpRequired}, {@code TokenRejected} (the account is no longer active, or the session has
   *     ended), {@code ValueRejected} (it has the address already), {@code Throttled}
   */
  public void handle(Client client, AccessClaims caller, EmailAddress wanted) {
    Instant now = environment.now();
    environment.store().atomically(unit -> owner(unit, caller, wanted, now));
    limitNetwork(client, caller.subject(), now);
    asking.count(client, caller, now);
    buckets.insist("mails-email-change", client, buckets.nameless(client, wanted), MAILS, now);
    environment.store().atomically(unit -> {
      Account account = owner(unit, caller, wanted, now);
      mail(unit, caller, account, wanted, now);
      unit.record(Event.of(EventType.EMAIL_CHANGE_REQUESTED, now, client, Actor.owner(account.id()))
          .about(account.id())
          .about(caller.session()));
      return account;
    });
  }

  private void limitNetwork(Client client, AccountId account, Instant now) {
    String network = client.address().prefix();
    Limit.Taken taken = buckets.take("email-change-client", client, network, NETWORK, now);
    if (!taken.granted()) {
      if (client.deviceOf(account, Acr.AAL1, keys.digests()).isEmpty()) {
        throw new Refusal.Throttled(taken.retryAfter()).thrown();
      }
      buckets.insist("email-change-known", client, account.toString(), KNOWN, now);
      buckets.insist("email-change-all-known", client, network, ALL_KNOWN, now);
    }
  }

  private static Account owner(
      Store.Unit unit, AccessClaims caller, EmailAddress wanted, Instant now) {
    Account account = StepUp.require(unit, caller, now);
    if (account.email().equals(Optional.of(wanted))) {
      throw new Refusal.ValueRejected("email", "the address of the account", "another address")
          .thrown();
    }
    return account;
  }

  private void mail(
      Store.Unit unit, AccessClaims caller, Account account, EmailAddress wanted, Instant now) {
    Optional<Account> other = unit.accounts().at(account.realm(), wanted);
    if (other.isPresent()) {
      changes.noCode(unit, caller, now);
      changes.mail(
          unit,
          PostMail.Recipient.owner(other.get(), wanted),
          Mail.Kind.EMAIL_TAKEN,
          Map.of(),
          now);
    } else {
      String code = changes.code(unit, caller, account, wanted, now).reveal();
      changes.mail(
          unit,
          PostMail.Recipient.unproven(account, wanted),
          Mail.Kind.EMAIL_CHANGE_CODE,
          Map.of("code", code),
          now);
    }
  }
}
