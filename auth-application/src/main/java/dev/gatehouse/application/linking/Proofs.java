package dev.gatehouse.application.linking;

import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.identity.Proof;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;

/** Accepts a proof once (laws L12, L13). */
final class Proofs {
  /** For how much longer it is remembered than it is fresh: clocks of nodes differ, and requests wait between being judged and being decided. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private Proofs() {}

  /**
   * @param failure what is on record where it is refused
   * @throws dev.gatehouse.domain.refusal.Refused {@code IdentityRejected}
   */
  static void spend(Store.Unit unit, Proof proof, Event failure, Instant now) {
    if (!proof.until().isAfter(now)) {
      throw rejected(unit, failure.because("PROOF_STALE"));
    }
    if (!unit.secrets().remember(proof.digest(), proof.until().plus(MARGIN), now)) {
      throw rejected(unit, failure.because("PROOF_REUSED"));
    }
  }

  private static RuntimeException rejected(Store.Unit unit, Event failure) {
    unit.record(failure);
    return new Refusal.IdentityRejected().thrown();
  }
}
