package dev.gatehouse.application.upkeep;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Outbox;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Tells the owner of an account by mail, where there is a mailbox, what was done to it and from where (L45); of sign-ins, and nothing else, in a messenger
 * instead where he wants that, or has no mailbox.
 */
public final class TellOwner {
  private final PostMail mails;
  private final Map<RealmKey, ProviderKey> messengers;

  /** @param messengers in which realms a bot tells people things, and by the identities of which provider */
  public TellOwner(PostMail mails, Map<RealmKey, ProviderKey> messengers) {
    this.mails = mails;
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
    account
        .email()
        .map(to -> PostMail.Recipient.owner(account, to))
        .ifPresent(recipient -> mails.handle(unit.outbox(), kind, recipient, values, now));
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
