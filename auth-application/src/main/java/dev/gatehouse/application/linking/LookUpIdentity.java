package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.session.Client;
import java.time.Instant;
import java.util.List;

/** Tells a service whose identity that is, whatever state the account is in. */
public final class LookUpIdentity {
  private final Environment environment;
  private final Vouching vouching;

  public LookUpIdentity(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.vouching = new Vouching(environment, keys);
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code NotFound}, {@code ProvidersShut}, {@code Throttled} */
  public KnownPerson handle(Client client, Identity identity) {
    Instant now = environment.now();
    vouching.permitLook(client, identity, now);
    return environment
        .storage()
        .identities()
        .owner(client.realm().key(), List.of(identity))
        .map(OneTimeSecret.Owner::account)
        .map(id -> KnownPerson.of(environment, client.realm(), id, identity, false))
        .orElseThrow(() -> new Refusal.NotFound().thrown());
  }
}
