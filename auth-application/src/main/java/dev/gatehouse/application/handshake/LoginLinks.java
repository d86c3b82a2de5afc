package dev.gatehouse.application.handshake;

import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.application.linking.Recognised;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Particulars;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Links by which whoever was given one signs in, and for whom each is. */
final class LoginLinks {
  private static final String ACCOUNT = "account";
  private static final String EPOCH = "epoch";
  private static final String AT = "at";

  private final MailedSecrets secrets;

  LoginLinks(MailedSecrets secrets) {
    this.secrets = secrets;
  }

  /** In which a link is presented. */
  static Scope scope(RealmKey realm) {
    return Scope.ofLink(Purpose.BOT_LINK, realm, Optional.empty());
  }

  /** For whom a link is that was presented, and since when. */
  record Seen(Recognised who, Instant at) {}

  SecretText issue(
      Store.Unit unit,
      RealmKey realm,
      ProvenIdentity person,
      Optional<OneTimeSecret.Owner> owner,
      Instant now) {
    Particulars kept = person.toParticulars().with(AT, now.toString());
    Particulars all = owner
        .map(known -> kept.with(ACCOUNT, known.account().toString())
            .with(EPOCH, Long.toString(known.epoch())))
        .orElse(kept);
    return secrets.issue(unit, scope(realm), owner, all, now).secret();
  }

  Optional<Seen> look(Store.Unit unit, RealmKey realm, SecretText token, Instant now) {
    return secrets
        .look(unit, scope(realm), token, now)
        .map(MailedSecrets.Seen::particulars)
        .map(kept -> new Seen(
            Recognised.before(ProvenIdentity.of(kept), owner(kept)),
            Instant.parse(kept.value(AT).orElseThrow())));
  }

  private static Optional<OneTimeSecret.Owner> owner(Particulars kept) {
    return kept.value(ACCOUNT)
        .map(UUID::fromString)
        .map(AccountId::new)
        .map(account ->
            new OneTimeSecret.Owner(account, Long.parseLong(kept.value(EPOCH).orElseThrow())));
  }

  boolean redeem(Store.Unit unit, RealmKey realm, SecretText token, Instant now) {
    return secrets.redeem(unit, scope(realm), token, now).accepted();
  }
}
