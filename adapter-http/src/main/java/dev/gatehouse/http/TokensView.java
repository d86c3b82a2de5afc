package dev.gatehouse.http;

import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.domain.session.RefreshToken;
import dev.gatehouse.domain.session.Transport;
import dev.gatehouse.domain.token.AccessToken;
import java.time.Duration;
import java.util.Optional;

/** Tokens for who keeps them; for a browser, which has them in cookies, only until when. */
record TokensView(
    @OmittedWhenEmpty Optional<AccessToken> accessToken,
    @OmittedWhenEmpty Optional<RefreshToken> refreshToken,
    String tokenType,
    long expiresIn) {

  static TokensView of(Tokens tokens, Transport transport) {
    boolean body = transport == Transport.BEARER;
    return new TokensView(
        Optional.of(tokens.access()).filter(t -> body),
        Optional.of(tokens.refresh()).filter(t -> body),
        body ? "Bearer" : "Cookie",
        expiresIn(tokens).toSeconds());
  }

  static Duration expiresIn(Tokens tokens) {
    return Duration.between(tokens.claims().issuedAt(), tokens.claims().expiresAt());
  }
}
