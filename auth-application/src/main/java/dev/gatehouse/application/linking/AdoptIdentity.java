package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.session.Client;
import java.time.Instant;

/** Makes the account of somebody for whom a service vouches, where there is none; nobody is signed in by it. */
public final class AdoptIdentity {
  private final Environment environment;
  private final Vouching vouching;
  private final IdentityDoor door;

  public AdoptIdentity(Environment environment, KeyRings keys, IdentityDoor door) {
    this.environment = environment;
    this.vouching = new Vouching(environment, keys);
    this.door = door;
  }

  /**
   * Whose account there is already stays as it is.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code RegistrationDisabled}, {@code TermsNotAccepted}, {@code InvitationRejected}, {@code ProvidersShut}, {@code
   *     Throttled}
   */
  public KnownPerson handle(Client client, ProvenIdentity person, Arrival arrival) {
    Instant now = environment.now();
    vouching.permitAct(client, person.identity(), now);
    IdentityDoor.Adopted adopted =
        door.adopt(client, arrival, person, Vouching.event(client, "REGISTERED", now), now);
    return KnownPerson.of(
        environment, client.realm(), adopted.account(), person.identity(), adopted.newcomer());
  }
}
