package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.MailedSecrets;
import dev.gatehouse.application.NetworkLimit;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.IdentityProviders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Sends a browser to a provider, to sign in by what that says of who sits there: {@link FinishProviderSignIn} takes it from there. */
public final class BeginProviderSignIn {
  /** Begun from one network prefix. */
  private static final Limit BEGUN = new Limit(120, Duration.ofHours(1));

  /** Begun by one device that has signed in to the realm before, when its network has used up what it may. */
  private static final Limit DEVICE = new Limit(20, Duration.ofHours(1));

  private final Environment environment;
  private final KeyRings keys;
  private final IdentityProviders providers;
  private final Errands errands;
  private final NetworkLimit limit;

  public BeginProviderSignIn(
      Environment environment, KeyRings keys, IdentityProviders providers, MailedSecrets secrets) {
    this.environment = environment;
    this.keys = keys;
    this.providers = providers;
    this.errands = new Errands(environment, secrets);
    this.limit = new NetworkLimit(environment, keys, "provider-flow", BEGUN, DEVICE);
  }

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code NotFound} when the realm has no such provider, {@code Throttled}
   * @throws dev.gatehouse.port.Outage when the provider is needed for it and does not answer
   */
  public Sent handle(Client client, Outing outing) {
    Instant now = environment.now();
    RealmKey realm = client.realm().key();
    IdentityDoor.checkOpen(client.realm());
    checkKnown(providers, realm, outing);
    limit.insist(client, () -> client.device(keys.digests()), now);
    Errands.Begun begun = environment
        .store()
        .atomically(unit ->
            errands.begin(unit, Purpose.SOCIAL_LOGIN, client, Optional.empty(), outing, now));
    return sent(providers, realm, outing, begun, now);
  }

  static void checkKnown(IdentityProviders providers, RealmKey realm, Outing outing) {
    if (!providers.at(realm).contains(outing.provider())) {
      throw new Refusal.NotFound().thrown();
    }
  }

  static Sent sent(
      IdentityProviders providers,
      RealmKey realm,
      Outing outing,
      Errands.Begun begun,
      Instant now) {
    return new Sent(
        providers.address(realm, outing.provider(), begun.errand(), now),
        begun.errand().state(),
        begun.flow());
  }
}
