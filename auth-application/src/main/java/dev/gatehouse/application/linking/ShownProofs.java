package dev.gatehouse.application.linking;

import dev.gatehouse.application.Buckets;
import dev.gatehouse.application.Environment;
import dev.gatehouse.application.NetworkLimit;
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

  /**
   * From one network prefix, good or not: what is judged costs its work, also where it is not put on record. One a second is work that nobody notices, and more than
   * come in honestly behind one address: a lower limit would let a stranger shut his whole network out by showing nonsense.
   */
  private static final Limit SHOWN = new Limit(3_600, Duration.ofHours(1));

  /** By one device that has signed in to the realm before, when its network has used up what it may. */
  private static final Limit DEVICE = new Limit(20, Duration.ofHours(1));

  private final Environment environment;
  private final KeyRings keys;
  private final IdentityProofs proofs;
  private final NetworkLimit shown;
  private final Buckets buckets;

  ShownProofs(Environment environment, KeyRings keys, IdentityProofs proofs) {
    this.environment = environment;
    this.keys = keys;
    this.proofs = proofs;
    this.shown = new NetworkLimit(environment, keys, "identity-shown", SHOWN, DEVICE);
    this.buckets = new Buckets(environment, keys);
  }

  /**
   * Asks outside of a unit, since judging takes a signature's time.
   *
   * @param failure what is on record where it is refused
   * @throws dev.gatehouse.domain.refusal.Refused {@code IdentityRejected}, {@code ProvidersShut} when the realm asks nothing of the provider, {@code
   *     Throttled}
   */
  IdentityProofs.Verdict.Proven judge(Client client, ShownProof proof, Event failure, Instant now) {
    shown.insist(client, () -> client.device(keys.digests()), now);
    return proofs
        .check(client.realm().key(), proof, now)
        .match(
            proven -> proven,
            refused -> {
              throw rejected(client, failure.because("PROOF_" + refused.flaw()), now);
            },
            () -> {
              throw new Refusal.ProvidersShut().thrown();
            });
  }

  /** In vain: on record, so many from one network, and nothing else. */
  RuntimeException rejected(Client client, Event failure, Instant now) {
    buckets.insist("identity-in-vain", client, client.address().prefix(), IN_VAIN, now);
    return environment.store().atomically(unit -> {
      unit.record(failure);
      return new Refusal.IdentityRejected().thrown();
    });
  }
}
