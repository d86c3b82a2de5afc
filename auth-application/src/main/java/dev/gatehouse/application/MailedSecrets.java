package dev.gatehouse.application;

import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Particulars;
import dev.gatehouse.domain.secret.Redemption;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Issues one-time secrets with particulars, which nobody reads in the table, and gives these back to who presents the secret. */
public final class MailedSecrets {
  private final Environment environment;
  private final KeyRings keys;
  private final MasterKeys master;

  public MailedSecrets(Environment environment, KeyRings keys, MasterKeys master) {
    this.environment = environment;
    this.keys = keys;
    this.master = master;
  }

  /** A new secret, and the row in which it is. */
  public record Issued(SecretText secret, UUID row) {}

  /** What was presented, as {@link Redemption} has it. */
  public record Redeemed(
      boolean accepted, int attemptsLeft, String subject, Particulars particulars) {}

  /** A link that is good, and not spent by being looked at. */
  public record Seen(String subject, Particulars particulars) {}

  public Issued issue(
      Store.Unit unit,
      Scope scope,
      Optional<OneTimeSecret.Owner> owner,
      Particulars particulars,
      Instant now) {
    SecretText secret = SecretText.fresh(
        scope.purpose().form(), environment.randomness().bytes(SecretText.LINK_BYTES));
    OneTimeSecret bare = OneTimeSecret.issue(scope, keys.digests(), secret, owner, now);
    UUID row = bare.located().id();
    unit.secrets()
        .issue(bare.with(master.seal(
            particulars.toBytes(),
            OneTimeSecret.place(row, scope.realm()),
            environment.randomness().bytes(MasterKeys.NONCE_BYTES))));
    return new Issued(secret, row);
  }

  /** Writes where digits would be that no digits are right. */
  public void pretend(Store.Unit unit, Scope scope, Instant now) {
    unit.secrets().issue(OneTimeSecret.decoy(scope, keys.digests(), now));
  }

  public Redeemed redeem(Store.Unit unit, Scope scope, SecretText secret, Instant now) {
    Redemption redemption = unit.secrets().redeem(scope, scope.locate(keys.digests(), secret), now);
    return new Redeemed(
        redemption.accepted(),
        redemption.attemptsLeft(),
        redemption.subject(),
        opened(scope, redemption.attached()));
  }

  public Optional<Seen> look(Store.Unit unit, Scope scope, SecretText secret, Instant now) {
    return unit.secrets()
        .look(scope, scope.locate(keys.digests(), secret), now)
        .map(waiting -> new Seen(waiting.subject(), opened(scope, waiting.attached())));
  }

  /** What was kept with the secret of that row, until it would have run out. */
  public Optional<Particulars> kept(Store.Unit unit, RealmKey realm, UUID row, Instant now) {
    return unit.secrets()
        .attached(row, now)
        .map(attached -> master.open(attached.sealed(), OneTimeSecret.place(row, realm)))
        .map(Particulars::fromBytes);
  }

  /** Makes whatever digits there are worthless. */
  public void revoke(Store.Unit unit, Scope digits) {
    unit.secrets().revoke(digits.locate(keys.digests(), new SecretText("")));
  }

  /** Makes the secret of that row worthless, whichever it is. */
  public void revoke(Store.Unit unit, UUID row) {
    Digest nothing = new Digest(environment.randomness().bytes(SecretText.LINK_BYTES));
    int version = keys.digests().active().version();
    unit.secrets().revoke(List.of(new Scope.Located(row, version, nothing, nothing)));
  }

  private Particulars opened(Scope scope, Optional<OneTimeSecret.Attached> attached) {
    return attached
        .map(a -> master.open(a.sealed(), OneTimeSecret.place(a.row(), scope.realm())))
        .map(Particulars::fromBytes)
        .orElse(Particulars.NONE);
  }
}
