package dev.gatehouse.application.account;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.application.MailedTries;
import dev.gatehouse.application.Unspent;
import dev.gatehouse.application.linking.UnlinkIdentity;
import dev.gatehouse.application.registration.ProvenMailbox;
import dev.gatehouse.application.session.EndSessions;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.PostMail;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Reverts;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Brings the address back to which the link was mailed when another took its place, and ends every session: the owner takes the account back from who
 * changed it, whatever else was changed meanwhile. What has been added since by which one comes in, or keeps the owner out, goes with the change, and so does the
 * password, whoever set it (decision 0022). Links that were mailed later are worth nothing then ({@link Reverts}). Nobody is signed in by it.
 */
public final class RevertEmail {
  /** By how much the clock of the node that changed the address may be ahead of one that did something after it. */
  private static final Duration SKEW = Duration.ofSeconds(4);

  private final Environment environment;
  private final TellOwner owner;
  private final Farewell farewell;
  private final EmailChanges changes;
  private final MailedSecrets secrets;
  private final ProvenMailbox mailbox;
  private final MailedTries tries;

  public RevertEmail(
      Environment environment,
      KeyRings keys,
      MailedSecrets secrets,
      ProvenMailbox mailbox,
      PostMail mails,
      TellOwner owner,
      Farewell farewell) {
    this.environment = environment;
    this.owner = owner;
    this.farewell = farewell;
    this.changes = new EmailChanges(secrets, mails);
    this.secrets = secrets;
    this.mailbox = mailbox;
    this.tries = new MailedTries(environment, keys);
  }

  /**
   * Returns how many sessions were ended.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code CodeRejected}, {@code EmailTaken} (another account has the address by now; the link is not spent),
   *     {@code Throttled}
   */
  public int handle(Client client, SecretText token) {
    Instant now = environment.now();
    RealmKey realm = client.realm().key();
    tries.insist("email-revert", client, EmailChanges.revert(realm), token, now);
    return Unspent.spare(environment.store(), unit -> {
      MailedSecrets.Seen seen = secrets
          .look(unit, EmailChanges.revert(realm), token, now)
          .orElseThrow(() -> rejected(unit, client, Optional.empty(), "UNKNOWN_LINK", now));
      AccountId id = EmailChanges.account(seen);
      Account account = unit.accounts()
          .lock(id)
          .filter(a -> a.status() != AccountStatus.DELETED)
          .orElseThrow(() -> rejected(unit, client, Optional.of(id), "ACCOUNT_GONE", now));
      EmailChanges.Earlier earlier = EmailChanges.earlier(seen.particulars());
      Reverts held = unit.accounts().reverts(id);
      if (!held.holds(earlier.revert())) {
        throw rejected(unit, client, Optional.of(id), "SUPERSEDED", now);
      }
      if (!secrets.redeem(unit, EmailChanges.revert(realm), token, now).accepted()) {
        throw rejected(unit, client, Optional.of(id), "SPENT_MEANWHILE", now);
      }
      return revert(unit, client, account, earlier, held, now);
    });
  }

  private int revert(
      Store.Unit unit,
      Client client,
      Account account,
      EmailChanges.Earlier earlier,
      Reverts held,
      Instant now) {
    mailbox.voidOthers(unit, account.realm(), earlier.email(), now);
    if (!unit.accounts()
        .setEmail(account.id(), earlier.email(), held.before(earlier.revert()), now)) {
      throw new Unspent(new Refusal.EmailTaken().thrown());
    }
    Actor self = Actor.owner(account.id());
    unit.record(event(EventType.EMAIL_REVERTED, client, account, now));
    changes.tell(unit, client, account, earlier.email(), Optional.empty(), now);
    takeBack(unit, client, account, earlier, now);
    return EndSessions.all(
            unit,
            account.id(),
            Optional.empty(),
            RevokeReason.EMAIL_REVERTED,
            EndSessions.event(now, client, self))
        .size();
  }

  /** Takes off the password, and what was added since the change. The account is locked, and has the address again. */
  private void takeBack(
      Store.Unit unit, Client client, Account before, EmailChanges.Earlier earlier, Instant now) {
    Account account = unit.accounts().lock(before.id()).orElseThrow();
    Instant since = Reverts.changedAt(earlier.revert()).minus(SKEW);
    unit.departures()
        .of(account.id())
        .filter(leaving -> leaving.byOwner() && !leaving.askedAt().isBefore(since))
        .ifPresent(leaving -> farewell.undo(
            unit,
            account,
            leaving,
            new Farewell.Told(type -> event(type, client, account, now), TellOwner.from(client)),
            now));
    if (unit.accounts().dropPassword(account.id(), now)) {
      unit.record(event(EventType.PASSWORD_REMOVED, client, account, now));
      owner.handle(unit, account, Mail.Kind.PASSWORD_REMOVED, client, now);
    }
    // whoever moved the address may have moved them too
    account.warnedBy().ifPresent(messenger -> {
      unit.accounts().setWarnedBy(account.id(), Optional.empty());
      unit.record(event(EventType.WARNINGS_MOVED, client, account, now).because("mail"));
    });
    unit.identities().of(account.id()).stream()
        .filter(linked -> !linked.linkedAt().isBefore(since))
        .map(linked -> linked.identity().provider())
        .forEach(provider -> unlink(unit, client, account, provider, now));
    if (!earlier.factor()) {
      takeFactor(unit, client, account, now);
    } else if (unit.secondFactors()
            .find(account.id())
            .filter(there -> there.enrolledAt().isBefore(since))
            .isPresent()
        && unit.secondFactors().voidCodes(account.id(), since) > 0) {
      unit.record(
          event(EventType.RECOVERY_CODES_RENEWED, client, account, now).because("TAKEN_BACK"));
    }
  }

  private void unlink(
      Store.Unit unit, Client client, Account account, ProviderKey provider, Instant now) {
    UnlinkIdentity.takeOff(unit, account, provider);
    unit.record(event(EventType.IDENTITY_UNLINKED, client, account, now).because(provider.value()));
    owner.handle(
        unit, account, Mail.Kind.IDENTITY_UNLINKED, UnlinkIdentity.told(client, provider), now);
  }

  /** Where there was none, one that is there now keeps the owner out. Where there was one before, whoever has the mailbox alone is not let past what is there now. */
  private void takeFactor(Store.Unit unit, Client client, Account account, Instant now) {
    if (account.secondFactors().isEmpty()) {
      return;
    }
    unit.secondFactors().remove(account.id());
    unit.accounts().setSecondFactors(account.id(), Set.of(), now);
    unit.record(event(EventType.SECOND_FACTOR_REMOVED, client, account, now));
    owner.handle(unit, account, Mail.Kind.SECOND_FACTOR_REMOVED, client, now);
  }

  private static Event event(EventType type, Client client, Account account, Instant now) {
    return Event.of(type, now, client, Actor.owner(account.id())).about(account.id());
  }

  private static RuntimeException rejected(
      Store.Unit unit, Client client, Optional<AccountId> account, String reason, Instant now) {
    Event failure =
        Event.of(EventType.EMAIL_REVERT_FAILED, now, client, Actor.STRANGER).because(reason);
    unit.record(account.map(failure::about).orElse(failure));
    return new Refusal.CodeRejected(0).thrown();
  }
}
