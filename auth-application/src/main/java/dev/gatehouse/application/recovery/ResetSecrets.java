package dev.gatehouse.application.recovery;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.EmailAddress;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.secret.Redemption;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Optional;

/**
 * The two secrets by which a password is reset, of one mail: a link, good wherever it is opened, and six digits, good only under the flow handle of
 * who asked for them. Wrong digits never use up the link. Both die with the account's epoch, so with whichever is used first.
 */
public final class ResetSecrets {
  private final Environment environment;
  private final KeyRings keys;

  public ResetSecrets(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.keys = keys;
  }

  public SecretText link(Store.Unit unit, Account account, Instant now) {
    Scope scope = new Scope(
        Purpose.PASSWORD_RESET, account.realm(), account.id().toString(), Optional.empty());
    return issue(unit, scope, account, now);
  }

  SecretText digits(
      Store.Unit unit, Account account, EmailAddress email, FlowHandle flow, Instant now) {
    return issue(unit, digits(account.realm(), email, flow), account, now);
  }

  /** Writes what {@link #digits} would write where there are none: tries are counted, and none is right. */
  void noDigits(Store.Unit unit, RealmKey realm, EmailAddress email, FlowHandle flow, Instant now) {
    unit.secrets().issue(OneTimeSecret.decoy(digits(realm, email, flow), keys.digests(), now));
  }

  Redemption redeem(Store.Unit unit, Scope scope, SecretText secret, Instant now) {
    return unit.secrets().redeem(scope, scope.locate(keys.digests(), secret), now);
  }

  private SecretText issue(Store.Unit unit, Scope scope, Account account, Instant now) {
    SecretText secret = SecretText.fresh(
        scope.purpose().form(), environment.randomness().bytes(SecretText.LINK_BYTES));
    OneTimeSecret.Owner owner = new OneTimeSecret.Owner(account.id(), account.epoch());
    unit.secrets()
        .issue(OneTimeSecret.issue(scope, keys.digests(), secret, Optional.of(owner), now));
    return secret;
  }

  /** In which a link is presented. */
  static Scope link(RealmKey realm) {
    return Scope.ofLink(Purpose.PASSWORD_RESET, realm, Optional.empty());
  }

  static Scope digits(RealmKey realm, EmailAddress email, FlowHandle flow) {
    return new Scope(
        Purpose.PASSWORD_RESET_CODE, realm, email.value(), Optional.of(DigestKeys.flow(flow)));
  }
}
