package dev.gatehouse.application.account;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.application.MailedTries;
import dev.gatehouse.application.Unspent;
import dev.gatehouse.application.registration.ProvenMailbox;
import dev.gatehouse.application.session.EndSessions;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.PostMail;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Reverts;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Optional;

/**
 * Brings the address back to which the link was mailed when another took its place, and ends every session: the owner takes the account back from who
 * changed it, whatever else was changed meanwhile. Links that were mailed later are worth nothing then ({@link Reverts}). Nobody is signed in by it.
 */
public final class RevertEmail {
  private final Environment environment;
  private final EmailChanges changes;
  private final MailedSecrets secrets;
  private final ProvenMailbox mailbox;
  private final MailedTries tries;

  public RevertEmail(
      Environment environment,
      KeyRings keys,
      MailedSecrets secrets,
      ProvenMailbox mailbox,
      PostMail mails) {
    this.environment = environment;
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
      return revert(unit, client, account, earlier, held.before(earlier.revert()), now);
    });
  }

  private int revert(
      Store.Unit unit,
      Client client,
      Account account,
      EmailChanges.Earlier earlier,
      Reverts left,
      Instant now) {
    mailbox.voidOthers(unit, account.realm(), earlier.email(), now);
    if (!unit.accounts().setEmail(account.id(), earlier.email(), left)) {
      throw new Unspent(new Refusal.EmailTaken().thrown());
    }
    Actor self = Actor.owner(account.id());
    unit.record(Event.of(EventType.EMAIL_REVERTED, now, client, self).about(account.id()));
    changes.tell(unit, client, account, earlier.email(), Optional.empty(), now);
    return EndSessions.all(
            unit,
            account.id(),
            Optional.empty(),
            RevokeReason.EMAIL_REVERTED,
            EndSessions.event(now, client, self))
        .size();
  }

  private static RuntimeException rejected(
      Store.Unit unit, Client client, Optional<AccountId> account, String reason, Instant now) {
    Event failure =
        Event.of(EventType.EMAIL_REVERT_FAILED, now, client, Actor.STRANGER).because(reason);
    unit.record(account.map(failure::about).orElse(failure));
    return new Refusal.CodeRejected(0).thrown();
  }
}
