package dev.gatehouse.application.magiclink;

import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The two secrets of a mail by which somebody signs in: a link, and six digits that are good under the flow handle of who asked only. Whichever is used
 * first takes the other with it; the digits are always written to before the link, so that two who use them at once never wait for each other.
 */
final class MagicSecrets {
  private final MailedSecrets secrets;

  MagicSecrets(MailedSecrets secrets) {
    this.secrets = secrets;
  }

  /** In which a link is presented. */
  static Scope link(RealmKey realm) {
    return Scope.ofLink(Purpose.MAGIC_LINK, realm, Optional.empty());
  }

  static Scope digits(RealmKey realm, EmailAddress email, FlowHandle flow) {
    return new Scope(Purpose.MAGIC_CODE, realm, email.value(), Optional.of(DigestKeys.flow(flow)));
  }

  /** What the mail says of them: {@code token}, and {@code code} if it may have one. */
  Map<String, String> issue(
      Store.Unit unit,
      RealmKey realm,
      Asking asking,
      Optional<OneTimeSecret.Owner> owner,
      boolean withDigits,
      Instant now) {
    MailedSecrets.Issued link = secrets.issue(unit, link(realm), owner, asking.particulars(), now);
    Map<String, String> values = new TreeMap<>();
    values.put("token", link.secret().reveal());
    if (withDigits) {
      values.put(
          "code",
          secrets
              .issue(
                  unit, asking.digits(realm), owner, asking.beside(link.row()).particulars(), now)
              .secret()
              .reveal());
    } else {
      secrets.pretend(unit, asking.digits(realm), now);
    }
    return values;
  }

  /** Writes what {@link #issue} would, for nobody to know. */
  void pretend(Store.Unit unit, RealmKey realm, Asking asking, Instant now) {
    issue(unit, realm, asking, Optional.empty(), false, now);
  }

  /** Looks at a link without spending it. */
  Optional<Asking> look(Store.Unit unit, RealmKey realm, SecretText token, Instant now) {
    return secrets
        .look(unit, link(realm), token, now)
        .map(MailedSecrets.Seen::particulars)
        .map(Asking::new);
  }

  /** Spends a link that was looked at, and the digits with it. */
  boolean redeemLink(
      Store.Unit unit, RealmKey realm, Asking asking, SecretText token, Instant now) {
    secrets.revoke(unit, asking.digits(realm));
    return secrets.redeem(unit, link(realm), token, now).accepted();
  }

  /** Tries digits; right ones take the link with them. */
  MailedSecrets.Redeemed redeemDigits(Store.Unit unit, Scope digits, SecretText code, Instant now) {
    MailedSecrets.Redeemed redeemed = secrets.redeem(unit, digits, code, now);
    if (redeemed.accepted()) {
      new Asking(redeemed.particulars()).link().ifPresent(link -> secrets.revoke(unit, link));
    }
    return redeemed;
  }
}
