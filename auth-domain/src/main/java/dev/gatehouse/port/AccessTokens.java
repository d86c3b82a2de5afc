package dev.gatehouse.port;

import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.SigningKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Signing and verifying access tokens (RFC 9068). Knows no store: keys and rules come as arguments. */
public interface AccessTokens {
  /**
   * A new key pair.
   *
   * @param kid its thumbprint (RFC 7638)
   * @param publicKey base64 of an X.509 SubjectPublicKeyInfo
   */
  record NewKey(String kid, String algorithm, SigningKey signing, String publicKey) {}

  NewKey generate();

  AccessToken sign(AccessClaims claims, SigningKey key);

  /**
   * Verifies everything about a token but revocation: exactly the algorithm of its key; {@code typ}, {@code iss}, {@code aud}, {@code exp},
   * {@code iat} required; {@code exp - iat} within the realm's lifetime; its clock skew allowed.
   *
   * @param keys the usable key of a kid
   * @return the claims and the kid
   * @throws dev.gatehouse.domain.refusal.Refused {@code TokenRejected} for any defect
   */
  Verified verify(
      AccessToken token, Realm realm, Function<String, Optional<KeyEntry>> keys, Instant now);

  /** What a good token says, and which key signed it. */
  record Verified(AccessClaims claims, String kid) {}

  /** The JWK Set (RFC 7517) of these public keys, as JSON. */
  String jwks(List<KeyEntry> keys);
}
