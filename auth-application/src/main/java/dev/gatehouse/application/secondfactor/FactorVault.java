package dev.gatehouse.application.secondfactor;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.credential.Authenticator;
import dev.gatehouse.domain.credential.AuthenticatorSetup;
import dev.gatehouse.domain.credential.FactorSecrets;
import dev.gatehouse.domain.credential.RecoveryCode;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.port.Randomness;
import java.util.List;
import java.util.stream.Stream;

/** Makes the secrets of second factors, and seals and opens them. */
public final class FactorVault {
  private final MasterKeys master;
  private final Randomness randomness;

  public FactorVault(MasterKeys master, Randomness randomness) {
    this.master = master;
    this.randomness = randomness;
  }

  FactorSecrets secrets() {
    return new FactorSecrets(randomness.bytes(FactorSecrets.BYTES));
  }

  /** A whole set. */
  List<RecoveryCode> codes() {
    return Stream.generate(() -> RecoveryCode.of(randomness.bytes(RecoveryCode.BYTES)))
        .limit(RecoveryCode.SET)
        .toList();
  }

  Sealed begun(Account account, FactorSecrets secrets) {
    return seal(secrets, FactorSecrets.begun(account.id(), account.realm()));
  }

  FactorSecrets open(Account account, AuthenticatorSetup setup) {
    return new FactorSecrets(
        master.open(setup.sealed(), FactorSecrets.begun(account.id(), account.realm())));
  }

  Sealed enrolled(Account account, FactorSecrets secrets) {
    return seal(secrets, FactorSecrets.enrolled(account.id(), account.realm()));
  }

  FactorSecrets open(Account account, Authenticator authenticator) {
    return new FactorSecrets(
        master.open(authenticator.sealed(), FactorSecrets.enrolled(account.id(), account.realm())));
  }

  /** Whether they are sealed under the newest master key. */
  public boolean upToDate(Authenticator authenticator) {
    return master.upToDate(authenticator.sealed());
  }

  /** The same under the newest master key. */
  public Sealed resealed(Account account, Authenticator authenticator) {
    return enrolled(account, open(account, authenticator));
  }

  private Sealed seal(FactorSecrets secrets, MasterKeys.Place place) {
    return master.seal(secrets.bytes(), place, randomness.bytes(MasterKeys.NONCE_BYTES));
  }
}
