package dev.gatehouse.application.session;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.account.UuidV7;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.session.RefreshCodec;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionSecret;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.AccessTokens;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the pair of tokens for a session as it stands. Called after the commit: signing is slow. */
public final class IssueTokens {
  /** The {@code client_id} of clients that are the realm's own (RFC 9068, 2.2 requires one). */
  static final String OWN_CLIENT = "first-party";

  private final Environment environment;
  private final KeyRings keys;
  private final AccessTokens tokens;

  public IssueTokens(Environment environment, KeyRings keys, AccessTokens tokens) {
    this.environment = environment;
    this.keys = keys;
    this.tokens = tokens;
  }

  public Tokens handle(
      Realm realm, Session session, SessionSecret secret, Set<Role> roles, Instant now) {
    byte[] chance = environment.randomness().bytes(UuidV7.RANDOM_BYTES + Integer.BYTES);
    AccessClaims claims = claims(realm, session, roles, now, ByteBuffer.wrap(chance));
    RefreshCodec.Claim claim = new RefreshCodec.Claim(session.id(), session.generation(), secret);
    return new Tokens(
        tokens.sign(claims, keys.signing()),
        claims,
        keys.refreshTokens().write(claim),
        session.idleEndsAt());
  }

  private static AccessClaims claims(
      Realm realm, Session session, Set<Role> roles, Instant now, ByteBuffer chance) {
    Instant issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
    Instant expiresAt =
        issuedAt.plus(realm.tokens().jittered(chance.getInt())).truncatedTo(ChronoUnit.SECONDS);
    Instant end = session.endsAt().truncatedTo(ChronoUnit.SECONDS);
    byte[] random = new byte[UuidV7.RANDOM_BYTES];
    chance.get(random);
    return new AccessClaims(
        realm.issuer(),
        realm.audience(),
        session.account(),
        OWN_CLIENT,
        issuedAt,
        latest(issuedAt, end.isBefore(expiresAt) ? end : expiresAt),
        UuidV7.of(now, random).toString(),
        session.id(),
        session.authentication().at().truncatedTo(ChronoUnit.SECONDS),
        session.authentication().acr(),
        session.authentication().amr(),
        realm.key(),
        session.transport(),
        roles.stream()
            .map(role -> role.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet()),
        session.binding());
  }

  /** A token in the last second of a session, or of a very short lifetime, is good for one second rather than for none. */
  private static Instant latest(Instant issuedAt, Instant expiresAt) {
    return expiresAt.isAfter(issuedAt) ? expiresAt : issuedAt.plusSeconds(1);
  }
}
