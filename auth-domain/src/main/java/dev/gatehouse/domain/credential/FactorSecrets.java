package dev.gatehouse.domain.credential;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.DigestKey;
import dev.gatehouse.domain.secret.MasterKeys;
import java.util.Arrays;

/**
 * The secrets of one account's second factor, as they are sealed together: what its authenticator shares, and the key under which its recovery codes
 * are digested. The key is the account's own, since codes are kept for years and the ring of digest keys turns.
 */
public final class FactorSecrets {
  /** Random bytes of a new one. */
  public static final int BYTES = TotpSecret.BYTES + DigestKey.BYTES;

  private final byte[] bytes;

  public FactorSecrets(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "secrets of " + bytes.length + " bytes; " + BYTES + " are expected");
    }
    this.bytes = bytes.clone();
  }

  public TotpSecret totp() {
    return TotpSecret.of(Arrays.copyOf(bytes, TotpSecret.BYTES));
  }

  public Digest digest(RecoveryCode code) {
    return code.digest(new DigestKey(0, Arrays.copyOfRange(bytes, TotpSecret.BYTES, BYTES)));
  }

  /** To be sealed. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Where those of an account are sealed once they are enrolled. */
  public static MasterKeys.Place enrolled(AccountId account, RealmKey realm) {
    return new MasterKeys.Place("authenticators", "sealed", account.toString(), realm.value());
  }

  /** Where they are sealed until then. */
  public static MasterKeys.Place begun(AccountId account, RealmKey realm) {
    return new MasterKeys.Place(
        "authenticator_setups", "sealed", account.toString(), realm.value());
  }

  @Override
  public String toString() {
    return "FactorSecrets[redacted]";
  }
}
