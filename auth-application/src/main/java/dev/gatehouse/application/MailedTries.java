package dev.gatehouse.application;

import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * How often what was mailed may be tried: so often from one network, and beyond that only where something waits to be tried, which has few tries of its
 * own. So a network gone wild keeps nobody from what his own mail says (L30), and who makes secrets up gains nothing.
 */
public final class MailedTries {
  /** Tries from one network prefix. */
  private static final Limit NETWORK = new Limit(120, Duration.ofHours(1));

  /** Tries at one secret that exists: some are judged and spend nothing, as a password that will not do. */
  private static final Limit OWN = new Limit(5, Duration.ofHours(1));

  private final Environment environment;
  private final KeyRings keys;
  private final Buckets buckets;

  public MailedTries(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.keys = keys;
    this.buckets = new Buckets(environment, keys);
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code Throttled} */
  public void insist(String action, Client client, Scope scope, SecretText secret, Instant now) {
    insist(action, client, unit -> Optional.of(scope), secret, now);
  }

  /**
   * @param scope where it would be looked for, if that has to be found out first; none where nothing is judged beyond the network's bound
   * @throws dev.gatehouse.domain.refusal.Refused {@code Throttled}
   */
  public void insist(
      String action,
      Client client,
      Function<Store.Unit, Optional<Scope>> scope,
      SecretText secret,
      Instant now) {
    Limit.Taken taken = buckets.take(action, client, client.address().prefix(), NETWORK, now);
    if (taken.granted()) {
      return;
    }
    UUID waiting = environment
        .store()
        .atomically(unit -> scope.apply(unit).flatMap(place -> waiting(unit, place, secret, now)))
        .orElseThrow(() -> new Refusal.Throttled(taken.retryAfter()).thrown());
    buckets.insist(action + "-own", client, waiting.toString(), OWN, now);
  }

  private Optional<UUID> waiting(Store.Unit unit, Scope scope, SecretText secret, Instant now) {
    List<Scope.Located> places = scope.locate(keys.digests(), secret);
    return unit.secrets().look(scope, places, now).map(there -> places.get(0).id());
  }
}
