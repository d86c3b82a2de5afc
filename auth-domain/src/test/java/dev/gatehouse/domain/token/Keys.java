package dev.gatehouse.domain.token;

import static dev.gatehouse.domain.Given.bytes;

import dev.gatehouse.domain.secret.Sealed;
import java.time.Instant;
import java.util.Optional;

/** Keys as stored. */
final class Keys {
  private Keys() {}

  static KeyEntry key(int version, KeyState state, Instant since) {
    return key(version, state, since, Optional.empty());
  }

  static KeyEntry key(int version, KeyState state, Instant since, Optional<Instant> dueAt) {
    return new KeyEntry(
        "kid-" + version,
        KeyUse.ACCESS_TOKEN,
        version,
        "ES256",
        state,
        new Sealed(bytes(40, version)),
        "AQID",
        since,
        since,
        dueAt);
  }
}
