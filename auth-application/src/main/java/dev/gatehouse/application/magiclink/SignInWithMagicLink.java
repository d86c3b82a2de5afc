package dev.gatehouse.application.magiclink;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.application.MailedTries;
import dev.gatehouse.application.Unspent;
import dev.gatehouse.application.registration.ProvenMailbox;
import dev.gatehouse.application.registration.RegistrationGuard;
import dev.gatehouse.application.signin.OpenSession;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.Channel;
import dev.gatehouse.domain.account.Consents;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.assurance.Method;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Signs in, or registers, who has what {@link AskForMagicLink} mailed. A link that comes from elsewhere than where it was asked for is only looked at,
 * until somebody who was told whose it is, and who asked, confirms it: the session is that somebody's, and never who asked gets it. A second
 * factor is as due as ever.
 */
public final class SignInWithMagicLink {
  private final Environment environment;
  private final MagicSecrets secrets;
  private final ProvenMailbox mailbox;
  private final OpenSession open;
  private final MailedTries tries;

  public SignInWithMagicLink(
      Environment environment,
      KeyRings keys,
      MailedSecrets secrets,
      ProvenMailbox mailbox,
      OpenSession open) {
    this.environment = environment;
    this.secrets = new MagicSecrets(secrets);
    this.mailbox = mailbox;
    this.open = open;
    this.tries = new MailedTries(environment, keys);
  }

  /** What the mail said. */
  public sealed interface Proof {
    /**
     * The secret of its link.
     *
     * @param flow the handle that asking for it gave, where it is there
     * @param confirmed whether somebody was shown whose link it is, and who asked, and goes on
     */
    record Link(SecretText token, Optional<FlowHandle> flow, boolean confirmed) implements Proof {}

    /** Its digits, and the handle that asking for them gave. */
    record Digits(EmailAddress email, SecretText code, FlowHandle flow) implements Proof {
      @Override
      public String toString() {
        return "Digits[…]";
      }
    }
  }

  /**
   * @param termsAccepted needed where an account is made, unless who asked accepted them and is the same
   * @param remember whether the session is to outlast a short absence
   */
  public record Command(Proof proof, boolean termsAccepted, boolean remember) {}

  /**
   * How it ended.
   *
   * @param newcomer whether the account was made by it
   * @param redirect where the page was to go on
   */
  public record Entered(SignIn signIn, boolean newcomer, Optional<String> redirect) {
    @Override
    public String toString() {
      return "Entered[…]";
    }
  }

  private record Decided(
      OpenSession.Decided decided, boolean newcomer, Optional<String> redirect) {}

  /**
   * @throws Refused {@code CodeRejected} (the same for known and unknown addresses), {@code ConfirmationRequired}, {@code TermsNotAccepted} and
   *     {@code RegistrationDisabled} (then nothing is spent), {@code InvitationRejected} (when the one that was shown at asking is no good any more, or for
   *     another address), {@code Throttled}
   */
  public Entered handle(Client client, Command command) {
    Instant now = environment.now();
    Decided decided = command.proof() instanceof Proof.Digits digits
        ? digits(client, command, digits, now)
        : link(client, command, (Proof.Link) command.proof(), now);
    return new Entered(
        open.complete(decided.decided(), now), decided.newcomer(), decided.redirect());
  }

  // ---- the link

  private Decided link(Client client, Command command, Proof.Link link, Instant now) {
    tries.insist(
        "magic-link-verify", client, MagicSecrets.link(client.realm().key()), link.token(), now);
    return environment.store().atomically(unit -> {
      Asking asking = secrets
          .look(unit, client.realm().key(), link.token(), now)
          .orElseThrow(() -> rejected(unit, client, Optional.empty(), 0, "UNKNOWN_LINK", now));
      boolean own = link.flow().filter(asking::by).isPresent();
      if (!own && !link.confirmed()) {
        throw shown(unit, client, asking, now);
      }
      Optional<Account> owner = asking
          .account()
          .map(id -> unit.accounts()
              .lock(id)
              .filter(Account::claimable)
              .orElseThrow(
                  () -> rejected(unit, client, Optional.of(id), 0, "ACCOUNT_CHANGED", now)));
      Newcomer newcomer = new Newcomer(asking, own, command.termsAccepted());
      if (owner.isEmpty()) {
        newcomer.check(client);
        mailbox.voidOthers(unit, client.realm().key(), asking.email(), now);
      }
      if (!secrets.redeemLink(unit, client.realm().key(), asking, link.token(), now)) {
        throw rejected(unit, client, asking.account(), 0, "SPENT_MEANWHILE", now);
      }
      return enter(unit, client, command, owner, newcomer, now);
    });
  }

  /** It tells who has the link alone, and what it tells is on record. */
  private static RuntimeException shown(
      Store.Unit unit, Client client, Asking asking, Instant now) {
    Event shown = Event.of(EventType.MAGIC_LINK_SHOWN, now, client, Actor.STRANGER);
    unit.record(asking.account().map(shown::about).orElse(shown));
    return new Refusal.ConfirmationRequired(
            asking.email().masked(),
            asking.account().isEmpty(),
            asking.address(),
            asking.userAgent(),
            Optional.empty(),
            asking.at())
        .thrown();
  }

  // ---- the digits

  private Decided digits(Client client, Command command, Proof.Digits shown, Instant now) {
    RealmKey realm = client.realm().key();
    Scope scope = MagicSecrets.digits(realm, shown.email(), shown.flow());
    tries.insist("magic-link-verify", client, scope, shown.code(), now);
    Optional<AccountId> named = environment
        .storage()
        .accounts()
        .find(realm, new Identifier.ByEmail(shown.email()))
        .map(AccountDirectory.Entry::account)
        .map(Account::id);
    return Unspent.spare(environment.store(), unit -> {
      Optional<Account> locked = named.flatMap(unit.accounts()::lock);
      if (named.isEmpty()) {
        // before the secrets, as everywhere; whether there are any is not asked
        unit.candidates().of(realm, shown.email(), now);
      }
      MailedSecrets.Redeemed redeemed = secrets.redeemDigits(unit, scope, shown.code(), now);
      if (!redeemed.accepted()) {
        int left = redeemed.attemptsLeft();
        throw rejected(
            unit, client, named, left, left > 0 ? "WRONG_CODE" : "ATTEMPTS_USED_UP", now);
      }
      Asking asking = new Asking(redeemed.particulars());
      Optional<Account> owner = locked.filter(a -> a.claimable() && isOf(asking, a));
      if (owner.isEmpty() && asking.account().isPresent()) {
        throw rejected(unit, client, named, 0, "ACCOUNT_CHANGED", now);
      }
      Newcomer newcomer = new Newcomer(asking, true, command.termsAccepted());
      if (owner.isEmpty()) {
        unspentUnless(newcomer, client);
      }
      return enter(unit, client, command, owner, newcomer, now);
    });
  }

  private static boolean isOf(Asking asking, Account account) {
    return asking.account().equals(Optional.of(account.id()));
  }

  private static void unspentUnless(Newcomer newcomer, Client client) {
    try {
      newcomer.check(client);
    } catch (Refused refused) {
      throw new Unspent(refused);
    }
  }

  // ---- coming in

  /** For whom an account would be made: who asked, or somebody who only confirmed, and then nothing that who asked has said counts (L04). */
  private record Newcomer(Asking asking, boolean own, boolean acceptsNow) {
    void check(Client client) {
      RegistrationGuard.check(client.realm(), Channel.MAGIC_LINK, invitation().isPresent());
      if (!acceptsNow && !(own && asking.termsAccepted())) {
        throw new Refusal.TermsNotAccepted().thrown();
      }
    }

    Optional<UUID> invitation() {
      return own ? asking.invitation() : Optional.empty();
    }

    Locale locale() {
      return own ? asking.locale() : Locale.ENGLISH;
    }

    Consents consents(Realm realm, Instant now) {
      boolean before = own && asking.termsAccepted() && !acceptsNow;
      return new Consents(
          Optional.of(before ? asking.at() : now),
          before ? asking.termsVersion(realm) : realm.accounts().termsVersion(),
          own && asking.marketing());
    }
  }

  private Decided enter(
      Store.Unit unit,
      Client client,
      Command command,
      Optional<Account> owner,
      Newcomer newcomer,
      Instant now) {
    Asking asking = newcomer.asking();
    Account account = owner.orElseGet(() -> mailbox
        .register(
            unit,
            client,
            asking.email(),
            new ProvenMailbox.Wishes(
                newcomer.locale(), newcomer.consents(client.realm(), now), newcomer.invitation()),
            now)
        .orElseThrow(() -> rejected(unit, client, Optional.empty(), 0, "ADDRESS_TAKEN", now)));
    return new Decided(
        open.decide(
            unit,
            new OpenSession.Proven(client, account, Set.of(Method.EMAIL_CODE), command.remember()),
            now),
        owner.isEmpty(),
        asking.redirect());
  }

  private static RuntimeException rejected(
      Store.Unit unit,
      Client client,
      Optional<AccountId> account,
      int attemptsLeft,
      String reason,
      Instant now) {
    Event failure =
        Event.of(EventType.MAGIC_LINK_FAILED, now, client, Actor.STRANGER).because(reason);
    unit.record(account.map(failure::about).orElse(failure));
    return new Refusal.CodeRejected(attemptsLeft).thrown();
  }
}
