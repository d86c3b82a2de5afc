package dev.gatehouse.domain.token;

import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.Sealed;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * One key of a ring, as stored.
 *
 * @param kid its name in tokens and commands
 * @param version its number within the ring, never reused; a refresh token has room for 0 to 255
 * @param algorithm {@code ES256} or {@code RS256} (RFC 7518) for signatures, {@code HS256} for digests
 * @param sealed the private half (PKCS #8) or the secret bytes, sealed for {@link #place}
 * @param publicKey the public half as base64 of an X.509 SubjectPublicKeyInfo; empty for secret keys
 * @param since when it came into its state
 * @param dueAt for a next key: when it is to become active at the latest, if that was commanded
 */
public record KeyEntry(
    String kid,
    KeyUse use,
    int version,
    String algorithm,
    KeyState state,
    Sealed sealed,
    String publicKey,
    Instant createdAt,
    Instant since,
    Optional<Instant> dueAt) {

  public KeyEntry {
    int most = use == KeyUse.REFRESH_TOKEN ? 255 : Integer.MAX_VALUE;
    if (version < 0 || version > most) {
      throw new IllegalArgumentException(
          "version " + version + " of a " + use + " key is outside 0 to " + most);
    }
  }

  /** Where the private half lives; a value moved to another row does not open. */
  public static MasterKeys.Place place(String kid) {
    return new MasterKeys.Place("keys", "sealed", kid, "*");
  }

  public byte[] publicBytes() {
    return Base64.getDecoder().decode(publicKey);
  }

  public KeyEntry numbered(int number) {
    return new KeyEntry(
        kid, use, number, algorithm, state, sealed, publicKey, createdAt, since, dueAt);
  }

  public KeyEntry moved(KeyState to, Instant at) {
    return new KeyEntry(kid, use, version, algorithm, to, sealed, publicKey, createdAt, at, dueAt);
  }

  public KeyEntry sealedAs(Sealed other) {
    return new KeyEntry(
        kid, use, version, algorithm, state, other, publicKey, createdAt, since, dueAt);
  }

  @Override
  public String toString() {
    return "KeyEntry[" + kid + ", " + use + ", " + state + "]";
  }
}
