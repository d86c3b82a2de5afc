package dev.gatehouse.application.linking;

import dev.gatehouse.application.Buckets;
import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How often somebody may come in by an identity: so often from one network, and beyond that only a device that has signed in to the same account before, which
 * has a budget of its own (L30).
 */
final class IdentityLimits {
  /** From one network prefix. */
  private static final Limit NETWORK = new Limit(120, Duration.ofHours(1));

  /** By one device that is known to the account, when its network has used up what it may. */
  private static final Limit DEVICE = new Limit(20, Duration.ofHours(1));

  private static final String ACTION = "identity";

  private final Environment environment;
  private final KeyRings keys;
  private final Buckets buckets;

  IdentityLimits(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.keys = keys;
    this.buckets = new Buckets(environment, keys);
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code Throttled} */
  void insist(Client client, ProvenIdentity person, Instant now) {
    Limit.Taken taken = buckets.take(ACTION, client, client.address().prefix(), NETWORK, now);
    if (taken.granted()) {
      return;
    }
    String device = device(client, person)
        .orElseThrow(() -> new Refusal.Throttled(taken.retryAfter()).thrown());
    buckets.insist(ACTION + "-device", client, device, DEVICE, now);
  }

  private Optional<String> device(Client client, ProvenIdentity person) {
    return environment
        .store()
        .atomically(unit -> unit.identities().owner(client.realm().key(), person.all()))
        .flatMap(account -> client.deviceMarks().stream()
            .flatMap(mark -> mark.deviceOf(account, Acr.AAL1, keys.digests()).stream())
            .map(device -> account + "|" + device)
            .findFirst());
  }
}
