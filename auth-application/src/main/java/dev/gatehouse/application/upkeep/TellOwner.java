package dev.gatehouse.application.upkeep;

import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Outbox;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells the owner of an account by mail, where there is a mailbox, what was done to it and from where (L45); of sign-ins, and nothing else, in a messenger
 * instead where he wants that, or has no mailbox.
 */
public final class TellOwner {
  /**
   * Of what changes who comes in, takes the account away or moves its warnings an address is told as well that a link may bring back: whoever moved the account's is
   * told at the one he put there.
   */
  private static final Set<Mail.Kind> TAKEN = EnumSet.of(
      Mail.Kind.PASSWORD_CHANGED,
      Mail.Kind.PASSWORD_REMOVED,
      Mail.Kind.IDENTITY_LINKED,
      Mail.Kind.IDENTITY_UNLINKED,
      Mail.Kind.SECOND_FACTOR_ENROLLED,
      Mail.Kind.SECOND_FACTOR_REMOVED,
      Mail.Kind.RECOVERY_CODES_RENEWED,
      Mail.Kind.WARNINGS_TO_MESSENGER,
      Mail.Kind.WARNINGS_TO_MAIL,
      Mail.Kind.DELETION_SCHEDULED);

  /** Under which an address stands that a link brings back. */
  public static final String EMAIL = "email";

  private final PostMail mails;
  private final MailedSecrets secrets;
  private final Map<RealmKey, ProviderKey> messengers;

  /** @param messengers in which realms a bot tells people things, and by the identities of which provider */
  public TellOwner(PostMail mails, MailedSecrets secrets, Map<RealmKey, ProviderKey> messengers) {
    this.mails = mails;
    this.secrets = secrets;
    this.messengers = Map.copyOf(messengers);
  }

  /** By a mail that says from where the client did it. */
  public void handle(Store.Unit unit, Account account, Mail.Kind kind, Client client, Instant now) {
    handle(unit, account, kind, from(client), now);
  }

  /** What a mail says of where it was done from. */
  public static Map<String, String> from(Client client) {
    return Map.of("address", client.address().value(), "user_agent", client.userAgent());
  }

  public void handle(
      Store.Unit unit, Account account, Mail.Kind kind, Map<String, String> values, Instant now) {
    Stream.concat(account.email().stream(), earlier(unit, account, kind, now).stream())
        .distinct()
        .map(to -> PostMail.Recipient.owner(account, to))
        .forEach(recipient -> mails.handle(unit.outbox(), kind, recipient, values, now));
  }

  private List<EmailAddress> earlier(
      Store.Unit unit, Account account, Mail.Kind kind, Instant now) {
    if (!TAKEN.contains(kind)) {
      return List.of();
    }
    return unit.accounts().reverts(account.id()).at(now).rows().stream()
        .flatMap(row -> secrets.kept(unit, account.realm(), row, now).stream())
        .flatMap(kept -> kept.value(EMAIL).stream())
        .map(EmailAddress::new)
        .toList();
  }

  /** The messenger of that realm, where it has one. */
  public Optional<ProviderKey> messenger(RealmKey realm) {
    return Optional.ofNullable(messengers.get(realm));
  }

  /** By which way the owner is warned of sign-ins; empty where there is none. */
  public Optional<Outbox.Channel> way(Store.Unit unit, Account account) {
    // of most nothing has to be read
    boolean maybe = messenger(account.realm()).isPresent()
        && (account.email().isEmpty() || account.warnedBy().isPresent());
    if (maybe
        && account
            .warnedIn(messenger(account.realm()), unit.identities().of(account.id()))
            .isPresent()) {
      return Optional.of(Outbox.Channel.MESSENGER);
    }
    return account.email().map(address -> Outbox.Channel.MAIL);
  }

  /** Warns of a sign-in, by the {@linkplain #way way} that there is. */
  public void warn(
      Store.Unit unit, Account account, Mail.Kind kind, Map<String, String> values, Instant now) {
    if (way(unit, account).equals(Optional.of(Outbox.Channel.MESSENGER))) {
      mails.message(unit.outbox(), kind, account, values, now);
    } else {
      handle(unit, account, kind, values, now);
    }
  }
}
