package dev.gatehouse.domain.session;

import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.throttle.ClientAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * A refresh token whose tag is right, as it was presented.
 *
 * @param provenBinding the thumbprint of the key of which a valid proof came with the request
 */
public record Presentation(
    RefreshCodec.Claim claim,
    RealmKey realm,
    Transport transport,
    Optional<String> provenBinding,
    ClientAddress address,
    String userAgent,
    Instant now) {

  @Override
  public String toString() {
    return "Presentation[" + claim + ", " + realm + "]";
  }
}
