package dev.gatehouse.domain.token;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.session.Transport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an access token says (RFC 9068, 2.2), in the order {@code iss, aud, sub, client_id, iat, exp, jti, sid, auth_time, acr, amr, realm,
 * via, roles, cnf.jkt}. Times are whole seconds, as in the token. {@code sid} is OpenID's; {@code realm} and {@code via} are ours.
 *
 * @param transport how the session's tokens travel, {@code via} in the token: {@code cookie} or {@code bearer}. One that comes the other way is refused
 * @param roles for display and coarse choices; what staff may do is read from the row
 */
public record AccessClaims(
    String issuer,
    String audience,
    AccountId subject,
    String clientId,
    Instant issuedAt,
    Instant expiresAt,
    String tokenId,
    SessionId session,
    Instant authTime,
    Acr acr,
    List<String> amr,
    RealmKey realm,
    Transport transport,
    Set<String> roles,
    Optional<String> binding) {

  public AccessClaims {
    amr = List.copyOf(amr);
    roles = Set.copyOf(roles);
    if (!issuedAt.isBefore(expiresAt)) {
      throw new IllegalArgumentException("iat " + issuedAt + " is not before exp " + expiresAt);
    }
  }

  @Override
  public String toString() {
    return "AccessClaims[" + realm + ", " + session + "]";
  }
}
