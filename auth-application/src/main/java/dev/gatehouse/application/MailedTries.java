package dev.gatehouse.application;

import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Scope;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How often what was mailed may be tried: so often from one network, and beyond that only where something waits to be tried, which has few tries of its
 * own. So a network gone wild keeps nobody from what his own mail says (L30), and who makes secrets up gains nothing.
 */
public final class MailedTries {
  /** Tries from one network prefix. */
  private static final Limit NETWORK = new Limit(120, Duration.ofHours(1));

  /** Tries at one secret that exists: some are judged and spend nothing, as a password that will not do. */
  private static final Limit OWN = new Limit(20, Duration.ofHours(1));

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
    Limit.Taken taken = buckets.take(action, client, client.address().prefix(), NETWORK, now);
    if (taken.granted()) {
      return;
    }
    List<Scope.Located> places = scope.locate(keys.digests(), secret);
    boolean waits = environment
        .store()
        .atomically(unit -> unit.secrets().look(scope, places, now))
        .isPresent();
    if (!waits) {
      throw new Refusal.Throttled(taken.retryAfter()).thrown();
    }
    buckets.insist(action + "-own", client, places.get(0).id().toString(), OWN, now);
  }
}
