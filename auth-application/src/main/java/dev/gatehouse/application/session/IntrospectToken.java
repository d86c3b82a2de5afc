package dev.gatehouse.application.session;

import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.refusal.Refused;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.AccessToken;
import java.util.Optional;

/** Tells a service whether a token is good right now (RFC 7662): for those that do not verify by themselves, or cannot at the moment. */
public final class IntrospectToken {
  private final VerifyAccessToken verify;

  public IntrospectToken(VerifyAccessToken verify) {
    this.verify = verify;
  }

  /**
   * What a good token says; nothing of any other, and not what is wrong with it (RFC 7662, 2.2).
   *
   * @throws dev.gatehouse.port.Outage when that can not be told at the moment
   */
  public Optional<AccessClaims> handle(Realm realm, AccessToken token) {
    try {
      return Optional.of(verify.handle(realm, token));
    } catch (Refused refused) {
      return Optional.empty();
    }
  }
}
