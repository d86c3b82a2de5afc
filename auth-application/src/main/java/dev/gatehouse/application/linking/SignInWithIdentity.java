package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Store;
import java.time.Instant;

/** Signs in who shows a provider's proof: to the account that has the identity, or, where the realm takes new accounts, to one that is made of it. */
public final class SignInWithIdentity {
  private final Environment environment;
  private final IdentityDoor door;
  private final IdentityLimits limits;

  public SignInWithIdentity(Environment environment, KeyRings keys, IdentityDoor door) {
    this.environment = environment;
    this.door = door;
    this.limits = new IdentityLimits(environment, keys);
  }

  /**
   * @throws dev.gatehouse.domain.refusal.Refused {@code IdentityRejected} when the proof was accepted before or is too old by now, {@code
   *     CredentialsRejected} when the account is not active, {@code ProvidersShut}, {@code Throttled}, {@code RegistrationDisabled} and {@code
   *     TermsNotAccepted} (then the proof is good for another try)
   */
  public Entered handle(Client client, Proof proof, Arrival arrival) {
    Instant now = environment.now();
    IdentityDoor.checkOpen(client.realm());
    limits.insist(client, proof.person(), now);
    return door.enter(client, arrival, new ByProof(client, proof, now), now);
  }

  private record ByProof(Client client, Proof proof, Instant now) implements IdentityDoor.Way {
    @Override
    public Recognised look(Store.Unit unit) {
      return Recognised.now(proof.person());
    }

    @Override
    public void spend(Store.Unit unit) {
      Proofs.spend(
          unit, proof, Event.of(EventType.IDENTITY_FAILED, now, client, Actor.STRANGER), now);
    }
  }
}
