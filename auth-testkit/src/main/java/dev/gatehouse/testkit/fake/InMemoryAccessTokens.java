package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.DigestKey;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.domain.token.SigningKey;
import dev.gatehouse.port.AccessTokens;
import dev.gatehouse.port.Randomness;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tokens of the shape {@code kid.algorithm.claims.tag}, for tests only: whoever has the "public" key can sign. It checks everything that
 * the port promises, without any cryptography of public keys.
 */
public final class InMemoryAccessTokens implements AccessTokens {
  private static final String ALGORITHM = "ES256";
  private static final int PARTS = 4;

  private final Randomness randomness;

  public InMemoryAccessTokens(Randomness randomness) {
    this.randomness = randomness;
  }

  @Override
  public NewKey generate() {
    byte[] secret = randomness.bytes(DigestKey.BYTES);
    byte[] open = Digest.sha256(secret).bytes();
    String kid = base64url(Digest.sha256(open).bytes());
    return new NewKey(
        kid,
        ALGORITHM,
        new SigningKey(kid, ALGORITHM, secret),
        Base64.getEncoder().encodeToString(open));
  }

  @Override
  public AccessToken sign(AccessClaims claims, SigningKey key) {
    String signed = String.join(".", key.kid(), key.algorithm(), ClaimsText.write(claims));
    return new AccessToken(signed + "." + tag(Digest.sha256(key.pkcs8()).bytes(), signed));
  }

  @Override
  public Verified verify(
      AccessToken token, Realm realm, Function<String, Optional<KeyEntry>> keys, Instant now) {
    String[] parts = token.reveal().split("\\.", -1);
    require(parts.length == PARTS);
    KeyEntry key = keys.apply(parts[0]).orElseThrow(() -> new Refusal.TokenRejected().thrown());
    require(key.kid().equals(parts[0])
        && key.use() == KeyUse.ACCESS_TOKEN
        && key.algorithm().equals(parts[1]));
    require(
        tag(key.publicBytes(), String.join(".", parts[0], parts[1], parts[2])).equals(parts[3]));
    AccessClaims claims = read(parts[2]);
    judge(claims, realm, now);
    return new Verified(claims, key.kid());
  }

  @Override
  public String jwks(List<KeyEntry> keys) {
    return keys.stream()
        .map(key -> "{\"kty\":\"fake\",\"use\":\"sig\",\"alg\":\"" + key.algorithm()
            + "\",\"kid\":\"" + key.kid() + "\",\"x\":\"" + base64url(key.publicBytes()) + "\"}")
        .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  private static void judge(AccessClaims claims, Realm realm, Instant now) {
    Duration skew = realm.tokens().skew();
    require(claims.issuer().equals(realm.issuer())
        && claims.audience().equals(realm.audience())
        && claims.realm().equals(realm.key()));
    require(
        now.isBefore(claims.expiresAt().plus(skew)) && !claims.issuedAt().isAfter(now.plus(skew)));
    require(Duration.between(claims.issuedAt(), claims.expiresAt())
            .compareTo(realm.tokens().lifetime())
        <= 0);
  }

  private static AccessClaims read(String text) {
    try {
      return ClaimsText.read(text);
    } catch (RuntimeException e) {
      throw new Refusal.TokenRejected().thrown();
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new Refusal.TokenRejected().thrown();
    }
  }

  private static String tag(byte[] key, String signed) {
    return base64url(new DigestKey(0, key).digest("fake-token", signed).bytes());
  }

  private static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
