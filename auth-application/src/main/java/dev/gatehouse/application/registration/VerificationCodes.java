package dev.gatehouse.application.registration;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.PostMail;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Redemption;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The code that proves a mailbox. One mail carries one code, which is kept once for each registrant under that registrant's flow handle and once
 * for whoever comes without a handle: wrong tries of strangers use up the latter only, never the owner's.
 */
final class VerificationCodes {
  private final Environment environment;
  private final KeyRings keys;
  private final PostMail mails;

  VerificationCodes(Environment environment, KeyRings keys, PostMail mails) {
    this.environment = environment;
    this.keys = keys;
    this.mails = mails;
  }

  /** Mails a new code, good under each of these handles and without one. */
  void send(Store.Unit unit, PostMail.Recipient recipient, Collection<Digest> flows, Instant now) {
    SecretText code = SecretText.fresh(
        Purpose.EMAIL_VERIFICATION.form(), environment.randomness().bytes(SecretText.LINK_BYTES));
    for (Scope scope : scopes(recipient.realm(), recipient.to(), flows)) {
      unit.secrets().issue(OneTimeSecret.issue(scope, keys.digests(), code, Optional.empty(), now));
    }
    mails.handle(
        unit.outbox(), Mail.Kind.VERIFICATION_CODE, recipient, Map.of("code", code.reveal()), now);
  }

  /** Writes what {@link #send} would write, for an address that gets no code: no code opens it. */
  void pretend(
      Store.Unit unit, PostMail.Recipient recipient, Collection<Digest> flows, Instant now) {
    for (Scope scope : scopes(recipient.realm(), recipient.to(), flows)) {
      unit.secrets().issue(OneTimeSecret.decoy(scope, keys.digests(), now));
    }
  }

  Redemption redeem(Store.Unit unit, Scope scope, SecretText code, Instant now) {
    return unit.secrets().redeem(scope, scope.locate(keys.digests(), code), now);
  }

  /** Makes every code of the address worthless. */
  void revoke(Store.Unit unit, RealmKey realm, EmailAddress email, Collection<Digest> flows) {
    SecretText any = new SecretText("");
    unit.secrets()
        .revoke(scopes(realm, email, flows).stream()
            .flatMap(scope -> scope.locate(keys.digests(), any).stream())
            .toList());
  }

  static Scope scope(RealmKey realm, EmailAddress email, Optional<Digest> flow) {
    return new Scope(Purpose.EMAIL_VERIFICATION, realm, email.value(), flow);
  }

  private static List<Scope> scopes(RealmKey realm, EmailAddress email, Collection<Digest> flows) {
    List<Scope> scopes = new ArrayList<>();
    flows.forEach(flow -> scopes.add(scope(realm, email, Optional.of(flow))));
    scopes.add(scope(realm, email, Optional.empty()));
    return scopes;
  }
}
