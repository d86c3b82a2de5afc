package dev.gatehouse.port;

import dev.gatehouse.domain.secret.Digest;
import java.time.Instant;
import java.util.Optional;

/** Reading handshakes: one round trip, for a browser that asks again and again. */
@FunctionalInterface
public interface HandshakeDirectory {
  /** How far it has come, for who began it; one that has run out is none. */
  Optional<Handshakes.Seen> look(Digest row, Digest collector, Instant now);
}
