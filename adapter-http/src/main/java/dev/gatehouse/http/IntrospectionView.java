package dev.gatehouse.http;

import dev.gatehouse.domain.token.AccessClaims;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a token says if it is good (RFC 7662, 2.2), with the claims that access tokens have beside; of any other only that it is not. */
record IntrospectionView(
    boolean active,
    @OmittedWhenEmpty Optional<UUID> sub,
    @OmittedWhenEmpty Optional<String> clientId,
    @OmittedWhenEmpty Optional<String> iss,
    @OmittedWhenEmpty Optional<String> aud,
    @OmittedWhenEmpty Optional<Long> exp,
    @OmittedWhenEmpty Optional<Long> iat,
    @OmittedWhenEmpty Optional<String> jti,
    @OmittedWhenEmpty Optional<UUID> sid,
    @OmittedWhenEmpty Optional<Long> authTime,
    @OmittedWhenEmpty Optional<String> acr,
    @OmittedWhenEmpty Optional<List<String>> amr,
    @OmittedWhenEmpty Optional<String> realm,
    @OmittedWhenEmpty Optional<List<String>> roles,
    @OmittedWhenEmpty Optional<String> via,
    @OmittedWhenEmpty Optional<String> tokenType,
    @OmittedWhenEmpty Optional<Confirmation> cnf) {

  /** By which key the token has to be accompanied (RFC 9449, 6.2). */
  record Confirmation(String jkt) {}

  static final IntrospectionView INACTIVE = new IntrospectionView(
      false,
      Optional.empty(),
      Optional.empty(),
      Optional.empty(),
      Optional.empty(),
      Optional.empty(),
      Optional.empty(),
      Optional.empty(),
      Optional.empty(),
      Optional.empty(),
      Optional.empty(),
      Optional.empty(),
      Optional.empty(),
      Optional.empty(),
      Optional.empty(),
      Optional.empty(),
      Optional.empty());

  static IntrospectionView of(AccessClaims claims) {
    return new IntrospectionView(
        true,
        Optional.of(claims.subject().value()),
        Optional.of(claims.clientId()),
        Optional.of(claims.issuer()),
        Optional.of(claims.audience()),
        Optional.of(claims.expiresAt().getEpochSecond()),
        Optional.of(claims.issuedAt().getEpochSecond()),
        Optional.of(claims.tokenId()),
        Optional.of(claims.session().value()),
        Optional.of(claims.authTime().getEpochSecond()),
        Optional.of(claims.acr().value()),
        Optional.of(claims.amr()),
        Optional.of(claims.realm().value()),
        Optional.of(claims.roles().stream().sorted().toList()),
        Optional.of(claims.transport().value()),
        Optional.of(claims.binding().isPresent() ? "DPoP" : "Bearer"),
        claims.binding().map(Confirmation::new));
  }

  @Override
  public String toString() {
    return "IntrospectionView[" + active + "]";
  }
}
