package dev.gatehouse.domain.session;

import dev.gatehouse.domain.assurance.Acr;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When and how surely the owner of a live session was recognised: by signing in, and by stepping up since.
 *
 * @param stepUp the last one
 */
public record Standing(Proof signIn, Optional<Proof> stepUp) {
  /** For how long a proof permits what only the owner may do. */
  public static final Duration LATELY = Duration.ofMinutes(10);

  /** How far apart the clocks of two nodes that serve may be; a proof of later than that is of no time that was. */
  private static final Duration SKEW = Duration.ofSeconds(4);

  /** The owner was recognised at that moment, at that level. */
  public record Proof(Instant at, Acr acr) {
    private boolean suffices(Acr least, Instant now) {
      return acr.compareTo(least) >= 0
          && !now.isAfter(at.plus(LATELY))
          && !at.isAfter(now.plus(SKEW));
    }
  }

  /** Whether the owner was recognised at that level at least, whenever that was. */
  public boolean proven(Acr least) {
    return signIn.acr().compareTo(least) >= 0
        || stepUp.filter(proof -> proof.acr().compareTo(least) >= 0).isPresent();
  }

  /** Whether the owner was recognised lately, at that level at least. */
  public boolean provenLately(Acr least, Instant now) {
    return signIn.suffices(least, now)
        || stepUp.filter(proof -> proof.suffices(least, now)).isPresent();
  }
}
