package dev.gatehouse.application.upkeep;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Map;

/** Tells the owner of an account by mail, where there is a mailbox, what was done to it and from where (L45). */
public final class TellOwner {
  private final PostMail mails;

  public TellOwner(PostMail mails) {
    this.mails = mails;
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
}
