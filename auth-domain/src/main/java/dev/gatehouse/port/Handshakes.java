package dev.gatehouse.port;

import dev.gatehouse.domain.handshake.Handshake;
import dev.gatehouse.domain.handshake.HandshakeState;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.Sealed;
import java.time.Instant;
import java.util.Optional;

/** Handshakes on their way. One that has run out is found by no verb. */
public interface Handshakes {
  /**
   * What there is to collect.
   *
   * @param opened who opened and confirmed it, sealed for {@link Handshake#opened}
   * @param owner whose account that was, and its epoch, when it was confirmed; empty where the person had none
   */
  record Confirmed(Sealed opened, Optional<OneTimeSecret.Owner> owner) {}

  /**
   * How far it has come.
   *
   * @param confirmed present while it is {@link HandshakeState#COMPLETED}
   */
  record Seen(HandshakeState state, Optional<Confirmed> confirmed) {}

  void begin(Handshake handshake);

  /**
   * Opens it: whoever comes first, whose it is then, and who may open it again until it is confirmed or denied. Of racing openers it is one's.
   *
   * @param opened who that is, sealed for {@link Handshake#opened}
   * @return from where it was begun; empty when it is not for this opener to open
   */
  Optional<Sealed> open(Digest row, Digest opener, Sealed opened, Instant now);

  /**
   * Judges the one answer, of who opened it: {@link HandshakeState#COMPLETED} where it is right, and else {@link HandshakeState#DENIED} for good.
   *
   * @return empty, and nothing is written, when it is not for this opener to answer (any more); of racing answers one is judged
   */
  Optional<HandshakeState> confirm(
      Digest row, Digest opener, Digest match, Optional<OneTimeSecret.Owner> owner, Instant now);

  /** Denies it for good, by who opened it, until it is collected; false when it is not his to deny. */
  boolean deny(Digest row, Digest opener, Instant now);

  /** How far it has come, for who opened it. */
  Optional<HandshakeState> standing(Digest row, Digest opener, Instant now);

  /** How far it has come, for who began it. */
  Optional<Seen> look(Digest row, Digest collector, Instant now);

  /** Collects what is completed, by who began it; of racing callers one gets true. */
  boolean collect(Digest row, Digest collector, Instant now);
}
