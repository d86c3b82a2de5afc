package dev.gatehouse.application.linking;

import dev.gatehouse.application.Buckets;
import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.identity.ShownProof;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.IdentityProofs;
import java.time.Duration;
import java.time.Instant;

/** Has what somebody shows judged by who knows the provider. What is wrong with it is on record; the caller learns only that it is. */
final class ShownProofs {
  /** That are none, from one network prefix: each is on record. */
  private static final Limit IN_VAIN = new Limit(120, Duration.ofHours(1));

  private final Environment environment;
  private final IdentityProofs proofs;
  private final Buckets buckets;

  ShownProofs(Environment environment, KeyRings keys, IdentityProofs proofs) {
    this.environment = environment;
    this.proofs = proofs;
    this.buckets = new Buckets(environment, keys);
  }

  /**
   * Asks outside of a unit, since judging takes a signature's time.
   *
   * @param failure what is on record where it is refused
   * @throws dev.gatehouse.domain.refusal.Refused {@code IdentityRejected}, {@code ProvidersShut} when the realm asks nothing of the provider, {@code
   *     Throttled}
   */
  IdentityProofs.Verdict.Proven judge(Client client, ShownProof shown, Event failure, Instant now) {
    return proofs
        .check(client.realm().key(), shown, now)
        .match(
            proven -> proven,
            refused -> {
              throw rejected(client, failure.because("PROOF_" + refused.flaw()), now);
            },
            () -> {
              throw new Refusal.ProvidersShut().thrown();
            });
  }

  private RuntimeException rejected(Client client, Event failure, Instant now) {
    buckets.insist("identity-in-vain", client, client.address().prefix(), IN_VAIN, now);
    return environment.store().atomically(unit -> {
      unit.record(failure);
      return new Refusal.IdentityRejected().thrown();
    });
  }
}
