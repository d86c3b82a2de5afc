package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.NetworkLimit;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import java.time.Duration;
import java.time.Instant;

/** Gives an app what ties the id_token that it asks a provider for to itself: {@link SignInWithIdentity} takes the two together, once, within ten minutes. */
public final class IssueNonce {
  /** For one network prefix. */
  private static final Limit ISSUED = new Limit(120, Duration.ofHours(1));

  /** For one device that has signed in to the realm before, when its network has used up what it may. */
  private static final Limit DEVICE = new Limit(20, Duration.ofHours(1));

  private final Environment environment;
  private final KeyRings keys;
  private final Nonces nonces;
  private final NetworkLimit limit;

  public IssueNonce(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.keys = keys;
    this.nonces = new Nonces(environment, keys);
    this.limit = new NetworkLimit(environment, keys, "nonce", ISSUED, DEVICE);
  }

  /**
   * The app tells the provider the nonce's SHA-256 alone, and keeps the nonce.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code Throttled}
   */
  public SecretText handle(Client client) {
    Instant now = environment.now();
    IdentityDoor.checkOpen(client.realm());
    limit.insist(client, () -> client.device(keys.digests()), now);
    return nonces.issue(client, now);
  }
}
