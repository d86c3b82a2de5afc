package dev.gatehouse.application.account;

import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.application.upkeep.PostMail;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Particulars;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The secrets and mails of a change of address. */
final class EmailChanges {
  private static final String EMAIL = TellOwner.EMAIL;
  private static final String REVERT = "revert";
  private static final String FACTOR = "second_factor";

  private final MailedSecrets secrets;
  private final PostMail mails;

  EmailChanges(MailedSecrets secrets, PostMail mails) {
    this.secrets = secrets;
    this.mails = mails;
  }

  /**
   * An address that was.
   *
   * @param revert the name of the link that brings it back
   * @param factor whether a second factor was enrolled then
   */
  record Earlier(EmailAddress email, UUID revert, boolean factor) {}

  /** Of one session: the code is good in that alone, and the last one that was asked for alone. */
  private static Scope code(AccessClaims caller) {
    return new Scope(
        Purpose.EMAIL_CHANGE,
        caller.realm(),
        caller.subject() + "|" + caller.session(),
        Optional.empty());
  }

  /** In which a link is presented. */
  static Scope revert(RealmKey realm) {
    return Scope.ofLink(Purpose.EMAIL_REVERT, realm, Optional.empty());
  }

  /** The code for a new address; it dies with the account's epoch. */
  SecretText code(
      Store.Unit unit, AccessClaims caller, Account account, EmailAddress wanted, Instant now) {
    OneTimeSecret.Owner owner = new OneTimeSecret.Owner(account.id(), account.epoch());
    Particulars wish = Particulars.NONE.with(EMAIL, wanted.value());
    return secrets.issue(unit, code(caller), Optional.of(owner), wish, now).secret();
  }

  void noCode(Store.Unit unit, AccessClaims caller, Instant now) {
    secrets.pretend(unit, code(caller), now);
  }

  MailedSecrets.Redeemed redeemCode(
      Store.Unit unit, AccessClaims caller, SecretText code, Instant now) {
    return secrets.redeem(unit, code(caller), code, now);
  }

  static EmailAddress wanted(Particulars particulars) {
    return new EmailAddress(particulars.value(EMAIL).orElseThrow());
  }

  /** The link that brings an earlier address back. It outlives whatever else is changed, and is good while the account holds its name. */
  MailedSecrets.Issued revert(Store.Unit unit, Account account, Earlier earlier, Instant now) {
    Scope scope =
        new Scope(Purpose.EMAIL_REVERT, account.realm(), account.id().toString(), Optional.empty());
    Particulars particulars = Particulars.NONE
        .with(EMAIL, earlier.email().value())
        .with(REVERT, earlier.revert().toString())
        .with(FACTOR, Boolean.toString(earlier.factor()));
    return secrets.issue(unit, scope, Optional.empty(), particulars, now);
  }

  static AccountId account(MailedSecrets.Seen seen) {
    return new AccountId(UUID.fromString(seen.subject()));
  }

  static Earlier earlier(Particulars particulars) {
    return new Earlier(
        wanted(particulars),
        UUID.fromString(particulars.value(REVERT).orElseThrow()),
        // a version that does not say so has to be taken for the worse: no factor is passed by
        particulars.value(FACTOR).map(Boolean::parseBoolean).orElse(true));
  }

  void mail(
      Store.Unit unit,
      PostMail.Recipient to,
      Mail.Kind kind,
      Map<String, String> values,
      Instant now) {
    mails.handle(unit.outbox(), kind, to, values, now);
  }

  /** Tells both: what is the account's address, and what is no longer, with a link to take that back if there is one. */
  void tell(
      Store.Unit unit,
      Client client,
      Account account,
      EmailAddress current,
      Optional<SecretText> revert,
      Instant now) {
    Map<String, String> from =
        Map.of("address", client.address().value(), "user_agent", client.userAgent());
    mail(unit, PostMail.Recipient.owner(account, current), Mail.Kind.EMAIL_CHANGED, from, now);
    account.email().filter(old -> !old.equals(current)).ifPresent(old -> {
      Map<String, String> values = new TreeMap<>(from);
      values.put("new_email", current.masked());
      values.put("page", client.realm().issuer());
      revert.ifPresent(link -> values.put("token", link.reveal()));
      mail(unit, PostMail.Recipient.owner(account, old), Mail.Kind.EMAIL_CHANGED_OLD, values, now);
    });
  }
}
