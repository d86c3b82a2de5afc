package dev.gatehouse.application;

import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How often one thing may be done: so often from one network prefix, and beyond that only by a device that has signed in before, which has a budget of its own.
 * So strangers of the same network keep nobody from his own device (L30).
 */
public final class NetworkLimit {
  private final Buckets buckets;
  private final String action;
  private final Limit network;
  private final Limit device;

  public NetworkLimit(
      Environment environment, KeyRings keys, String action, Limit network, Limit device) {
    this.buckets = new Buckets(environment, keys);
    this.action = action;
    this.network = network;
    this.device = device;
  }

  /**
   * @param known what the device is called in counters, if it has signed in before; asked for only when it matters
   * @throws dev.gatehouse.domain.refusal.Refused {@code Throttled}
   */
  public void insist(Client client, Supplier<Optional<String>> known, Instant now) {
    Limit.Taken taken = buckets.take(action, client, client.address().prefix(), network, now);
    if (taken.granted()) {
      return;
    }
    String name = known.get().orElseThrow(() -> new Refusal.Throttled(taken.retryAfter()).thrown());
    buckets.insist(action + "-device", client, name, device, now);
  }
}
