package dev.gatehouse.application.session;

import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.RevocationWatch;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.port.AccessTokens;
import java.time.Clock;
import java.time.Instant;

/** Verifies an access token: the token itself, and that its session was not revoked. No round trip while the revocation feed is healthy. */
public final class VerifyAccessToken {
  private final AccessTokens tokens;
  private final KeyRings keys;
  private final RevocationWatch revocations;
  private final Clock clock;

  public VerifyAccessToken(
      AccessTokens tokens, KeyRings keys, RevocationWatch revocations, Clock clock) {
    this.tokens = tokens;
    this.keys = keys;
    this.revocations = revocations;
    this.clock = clock;
  }

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code TokenRejected} whatever is wrong
   * @throws dev.gatehouse.port.Outage when neither the index nor the store can say whether it was revoked
   */
  public AccessClaims handle(Realm realm, AccessToken token) {
    Instant now = clock.instant();
    AccessTokens.Verified verified =
        tokens.verify(token, realm, kid -> keys.verifying(kid, now), now);
    if (revocations.revoked(verified.claims().session(), now) || withdrawn(verified.kid(), now)) {
      throw new Refusal.TokenRejected().thrown();
    }
    return verified.claims();
  }

  private boolean withdrawn(String kid, Instant now) {
    boolean fresh = revocations.fresh(now);
    return revocations.withdrawn(kid) || (!fresh && keys.withdrawnMeanwhile(kid));
  }
}
