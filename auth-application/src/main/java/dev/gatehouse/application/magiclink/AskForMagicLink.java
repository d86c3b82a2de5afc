package dev.gatehouse.application.magiclink;

import dev.gatehouse.application.AskedMails;
import dev.gatehouse.application.Environment;
import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.application.registration.Admission;
import dev.gatehouse.application.registration.RegistrationGuard;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.PostMail;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Mails a way in: a link and digits, which {@link SignInWithMagicLink} takes. An address without account gets one too where the realm takes who asks,
 * invited or not, and none where it does not; the owner of an account that leaves gets one while he may keep it. The answer is the same for any address.
 */
public final class AskForMagicLink {
  private final Environment environment;
  private final MagicSecrets secrets;
  private final PostMail post;
  private final AskedMails mails;
  private final Admission admission;

  public AskForMagicLink(
      Environment environment, KeyRings keys, MailedSecrets secrets, PostMail post) {
    this.environment = environment;
    this.secrets = new MagicSecrets(secrets);
    this.post = post;
    this.mails = new AskedMails(environment, keys);
    this.admission = new Admission(environment, keys);
  }

  /**
   * What somebody asks for.
   *
   * @param locale of the mail to who has no account, and of the account that is made
   * @param redirect where the page goes on, to be given back; whoever takes it from outside has checked that it may
   * @param termsAccepted counts where an account is made for who asked, and not for somebody else who follows the link
   * @param invitation the secret of one; counts where the terms do
   */
  public record Command(
      EmailAddress email,
      Locale locale,
      Optional<String> redirect,
      boolean termsAccepted,
      boolean marketing,
      Optional<SecretText> invitation) {

    /** Without an invitation. */
    public Command(
        EmailAddress email,
        Locale locale,
        Optional<String> redirect,
        boolean termsAccepted,
        boolean marketing) {
      this(email, locale, redirect, termsAccepted, marketing, Optional.empty());
    }

    /** The same by somebody who was invited. */
    public Command invited(SecretText secret) {
      return new Command(email, locale, redirect, termsAccepted, marketing, Optional.of(secret));
    }

    /** By somebody who has an account. */
    public static Command of(EmailAddress email) {
      return new Command(email, Locale.ENGLISH, Optional.empty(), false, false);
    }

    /** By somebody who has none, and accepts the terms. */
    public static Command newcomer(EmailAddress email) {
      return new Command(email, Locale.ENGLISH, Optional.empty(), true, false);
    }

    @Override
    public String toString() {
      return "AskForMagicLink.Command[…]";
    }
  }

  /**
   * Returns the handle without which the digits are worth nothing, and the link waits for a press.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code Throttled}, {@code InvitationRejected} (whoever's the address is: nobody is told whether an
   *     invitation is needed)
   */
  public FlowHandle handle(Client client, Command command) {
    Instant now = environment.now();
    Optional<Account> account = environment
        .storage()
        .accounts()
        .find(client.realm().key(), new Identifier.ByEmail(command.email()))
        .map(AccountDirectory.Entry::account)
        .filter(Account::claimable);
    boolean digits = mails.take("magic-link", client, command.email(), account, now);
    Optional<UUID> invitation =
        command.invitation().map(secret -> admission.shown(client, secret, now));
    FlowHandle flow = FlowHandle.of(environment.randomness().bytes(FlowHandle.BYTES));
    Asking asking = Asking.of(client, command, invitation, flow, now);
    return environment.store().atomically(unit -> {
      Optional<Account> current = account
          .flatMap(a -> unit.accounts().lock(a.id()))
          .filter(a -> a.email().equals(Optional.of(command.email())))
          .filter(a -> a.active() || mayBeKept(unit, a, now));
      if (current.isPresent()) {
        toOwner(unit, client, current.get(), asking, digits, now);
      } else if (mayRegister(unit, client, asking)) {
        toNewcomer(unit, client, asking, digits, now);
      } else {
        secrets.pretend(unit, client.realm().key(), asking, now);
      }
      Event asked = Event.of(EventType.MAGIC_LINK_REQUESTED, now, client, Actor.STRANGER);
      unit.record(current.map(a -> asked.about(a.id())).orElse(asked));
      return flow;
    });
  }

  /** Who has no password has no other way to think better of it. */
  private static boolean mayBeKept(Store.Unit unit, Account account, Instant now) {
    return account.leaving()
        && unit.departures().of(account.id()).filter(d -> d.undoable(now)).isPresent();
  }

  private static boolean mayRegister(Store.Unit unit, Client client, Asking asking) {
    return RegistrationGuard.admits(client.realm(), asking.invitation().isPresent())
        && !unit.accounts().taken(client.realm().key(), asking.email());
  }

  private void toOwner(
      Store.Unit unit, Client client, Account account, Asking asking, boolean digits, Instant now) {
    OneTimeSecret.Owner owner = new OneTimeSecret.Owner(account.id(), account.epoch());
    send(
        unit,
        client,
        secrets.issue(
            unit, account.realm(), asking.about(account.id()), Optional.of(owner), digits, now),
        PostMail.Recipient.owner(account, asking.email()),
        now);
  }

  private void toNewcomer(
      Store.Unit unit, Client client, Asking asking, boolean digits, Instant now) {
    send(
        unit,
        client,
        secrets.issue(unit, client.realm().key(), asking, Optional.empty(), digits, now),
        new PostMail.Recipient(client.realm().key(), asking.email(), asking.locale()),
        now);
  }

  /** Says from where it was asked for: who did not ask is not to tell anybody the digits. */
  private void send(
      Store.Unit unit,
      Client client,
      Map<String, String> secrets,
      PostMail.Recipient recipient,
      Instant now) {
    Map<String, String> values = new TreeMap<>(secrets);
    values.put("page", client.realm().issuer());
    values.put("address", client.address().value());
    values.put("user_agent", client.userAgent());
    post.handle(unit.outbox(), Mail.Kind.MAGIC_LINK, recipient, values, now);
  }
}
