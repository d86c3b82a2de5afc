package dev.gatehouse.jwt;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.domain.token.KeyEntry;
import java.util.Optional;
import java.util.Set;

/**
 * A token whose signature was good: by which key, and what it says. What it says still has to be
 * judged, at each presentation anew.
 */
record ProvenToken(
    String kid,
    String algorithm,
    String publicKey,
    RegisteredClaims registered,
    AccessClaims claims) {

  static ProvenToken read(KeyEntry key, byte[] payload, Realm realm) {
    StrictObject json = StrictObject.parse(payload);
    RegisteredClaims registered = RegisteredClaims.read(json);
    return new ProvenToken(
        key.kid(), key.algorithm(), key.publicKey(), registered, claims(json, registered, realm));
  }

  /** Still the same key; a kid may by mistake have come to name another. */
  boolean signedBy(KeyEntry key) {
    return kid.equals(key.kid())
        && algorithm.equals(key.algorithm())
        && publicKey.equals(key.publicKey());
  }

  /** Read for this realm; for another one it has to be read again. */
  boolean readFor(Realm realm) {
    return claims.realm().equals(realm.key()) && claims.audience().equals(realm.audience());
  }

  /**
   * The claims in the words of the domain. Issuer, audience and realm are the realm's own objects,
   * so that a remembered token holds no copies; that the first two are the token's, is judged.
   */
  private static AccessClaims claims(StrictObject json, RegisteredClaims registered, Realm realm) {
    if (!json.text("realm").equals(realm.key().value())) {
      throw TokenDefect.refused();
    }
    return new AccessClaims(
        realm.issuer(),
        realm.audience(),
        new AccountId(json.uuid("sub")),
        json.text("client_id"),
        registered.issuedAt(),
        registered.expiresAt(),
        registered.tokenId(),
        new SessionId(json.uuid("sid")),
        json.seconds("auth_time"),
        acr(json.text("acr")),
        json.texts("amr"),
        realm.key(),
        Transport.of(json.text("via")).orElseThrow(TokenDefect::refused),
        Set.copyOf(json.texts("roles")),
        binding(json));
  }

  private static Acr acr(String value) {
    try {
      return Acr.of(value);
    } catch (IllegalArgumentException unknown) {
      throw TokenDefect.refused();
    }
  }

  /**
   * A confirmation that we can't check must not turn a bound token into a free one (RFC 7800, 3.1;
   * RFC 9449, 6.1).
   */
  private static Optional<String> binding(StrictObject json) {
    if (!json.has("cnf")) {
      return Optional.empty();
    }
    StrictObject confirmation = json.object("cnf");
    if (confirmation.size() != 1) {
      throw TokenDefect.refused();
    }
    return Optional.of(confirmation.text("jkt"));
  }
}
