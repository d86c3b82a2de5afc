package dev.gatehouse.jwt;

import dev.gatehouse.domain.token.TokenPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The claims that any access token has, whoever issued it (RFC 7519, 4.1; RFC 9068, 4), and the
 * rules about them.
 */
record RegisteredClaims(
    String issuer,
    List<String> audiences,
    String subject,
    String tokenId,
    Instant issuedAt,
    Instant expiresAt,
    Optional<Instant> notBefore) {

  static RegisteredClaims read(StrictObject payload) {
    RegisteredClaims read = new RegisteredClaims(
        payload.text("iss"),
        payload.textOrTexts("aud"),
        payload.text("sub"),
        payload.text("jti"),
        payload.seconds("iat"),
        payload.seconds("exp"),
        payload.has("nbf") ? Optional.of(payload.seconds("nbf")) : Optional.empty());
    if (!read.issuedAt.isBefore(read.expiresAt)) {
      throw TokenDefect.refused();
    }
    return read;
  }

  /** Asked at every presentation, also of a token that is remembered. */
  void judge(String expectedIssuer, String expectedAudience, TokenPolicy policy, Instant now) {
    Instant soonest = now.plus(policy.skew());
    boolean ours = issuer.equals(expectedIssuer) && audiences.contains(expectedAudience);
    boolean begun =
        !issuedAt.isAfter(soonest) && notBefore.filter(soonest::isBefore).isEmpty();
    boolean alive = now.isBefore(expiresAt.plus(policy.skew()));
    boolean brief = Duration.between(issuedAt, expiresAt).compareTo(policy.lifetime()) <= 0;
    if (!(ours && begun && alive && brief)) {
      throw TokenDefect.refused();
    }
  }

  @Override
  public String toString() {
    return "RegisteredClaims[" + issuer + ", " + expiresAt + "]";
  }
}
