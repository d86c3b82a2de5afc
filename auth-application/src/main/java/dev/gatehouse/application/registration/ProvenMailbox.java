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
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** What follows from a mailbox being proven otherwise than by a registrant's code: whoever waits for the address waits in vain (L04). */
public final class ProvenMailbox {
  private final Environment environment;
  private final VerificationCodes codes;
  private final Admission admission;

  public ProvenMailbox(Environment environment, KeyRings keys, PostMail mails) {
    this.environment = environment;
    this.codes = new VerificationCodes(environment, keys, mails);
    this.admission = new Admission(environment, keys);
  }

  /** Makes what others were mailed for the address worthless; locks their candidates, so it comes before the address is taken. */
  public void voidOthers(Store.Unit unit, RealmKey realm, EmailAddress email, Instant now) {
    codes.revoke(
        unit,
        realm,
        email,
        unit.candidates().of(realm, email, now).stream().map(Candidate::flow).toList());
  }

  /**
   * What whoever proves the mailbox has said of the account.
   *
   * @param invitation which one was shown
   */
  public record Wishes(Locale locale, Consents consents, Optional<UUID> invitation) {}

  /**
   * Makes an account of the address alone, and uses up the invitation with it; empty when another has the address by now.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code InvitationRejected}, {@code RegistrationDisabled}
   */
  public Optional<Account> register(
      Store.Unit unit, Client client, EmailAddress email, Wishes wishes, Instant now) {
    voidOthers(unit, client.realm().key(), email, now);
    Optional<Invitation> invitation = admission.hold(
        unit,
        new Admission.Asking(client, Channel.MAGIC_LINK, Optional.of(email)),
        wishes.invitation().stream().toList(),
        now);
    Account account = NewAccounts.account(
        environment,
        client,
        new NewAccounts.Names(Optional.empty(), Optional.of(email)),
        new NewAccounts.Wishes(
            Admission.role(client.realm(), invitation), wishes.locale(), wishes.consents()),
        now);
    if (!NewAccounts.create(unit, account, Optional.empty(), now)) {
      return Optional.empty();
    }
    Event event = Event.of(EventType.ACCOUNT_REGISTERED, now, client, Actor.owner(account.id()))
        .about(account.id());
    unit.record(event);
    unit.record(Event.of(EventType.EMAIL_VERIFIED, now, client, Actor.owner(account.id()))
        .about(account.id()));
    invitation.ifPresent(held -> Admission.taken(unit, client, account, held, now));
    return Optional.of(account);
  }
}
