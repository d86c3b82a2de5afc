package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.NetworkLimit;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.Proof;
import dev.gatehouse.domain.identity.ShownProof;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.IdentityProofs;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Signs in who shows a provider's proof: to the account that has the identity, or, where the realm takes new accounts, to one that is made of it. */
public final class SignInWithIdentity {
  /** From one network prefix. */
  private static final Limit NETWORK = new Limit(120, Duration.ofHours(1));

  /** By one device that has signed in to the same account before, when its network has used up what it may. */
  private static final Limit DEVICE = new Limit(20, Duration.ofHours(1));

  private final Environment environment;
  private final KeyRings keys;
  private final IdentityDoor door;
  private final NetworkLimit limit;
  private final ShownProofs proofs;

  public SignInWithIdentity(
      Environment environment, KeyRings keys, IdentityProofs proofs, IdentityDoor door) {
    this.environment = environment;
    this.keys = keys;
    this.door = door;
    this.limit = new NetworkLimit(environment, keys, "identity", NETWORK, DEVICE);
    this.proofs = new ShownProofs(environment, keys, proofs);
  }

  /**
   * By what came and nobody has judged.
   *
   * @param arrival its locale is that of an account that is made, where the provider does not say what the person reads
   * @throws dev.gatehouse.domain.refusal.Refused as {@link #handle(Client, Proof, Arrival)}; {@code IdentityRejected} also when it is no proof, {@code
   *     ProvidersShut} also when the realm asks nothing of the provider
   */
  public Entered handle(Client client, ShownProof shown, Arrival arrival) {
    Instant now = environment.now();
    IdentityDoor.checkOpen(client.realm());
    IdentityProofs.Verdict.Proven proven = proofs.judge(client, shown, failed(client, now), now);
    return enter(
            client, proven.proof(), proven.language().map(arrival::reading).orElse(arrival), now)
        .with(proven.parameter());
  }

  /**
   * By what somebody else has judged.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code IdentityRejected} when the proof was accepted before or is too old by now, {@code
   *     CredentialsRejected} when the account is not active or was changed since this began, {@code ProvidersShut}, {@code Throttled}, {@code RegistrationDisabled}, {@code
   *     TermsNotAccepted} and {@code InvitationRejected} (then the proof is good for another try)
   */
  public Entered handle(Client client, Proof proof, Arrival arrival) {
    Instant now = environment.now();
    IdentityDoor.checkOpen(client.realm());
    return enter(client, proof, arrival, now);
  }

  private Entered enter(Client client, Proof proof, Arrival arrival, Instant now) {
    // before anything else: a change from here on is one that this does not outlive
    Optional<OneTimeSecret.Owner> owner = environment
        .storage()
        .identities()
        .owner(client.realm().key(), proof.person().all());
    limit.insist(client, () -> owner.flatMap(known -> device(client, known)), now);
    Recognised who = Recognised.now(proof.person(), owner);
    return door.enter(client, arrival, new ByProof(client, proof, who, now), now);
  }

  private Optional<String> device(Client client, OneTimeSecret.Owner owner) {
    return client
        .deviceOf(owner.account(), Acr.AAL1, keys.digests())
        .map(device -> owner.account() + "|" + device);
  }

  private static Event failed(Client client, Instant now) {
    return Event.of(EventType.IDENTITY_FAILED, now, client, Actor.STRANGER);
  }

  private record ByProof(Client client, Proof proof, Recognised who, Instant now)
      implements IdentityDoor.Way {
    @Override
    public Recognised look(Store.Unit unit) {
      return who;
    }

    @Override
    public void spend(Store.Unit unit, Optional<AccountId> owner) {
      Event failure = failed(client, now);
      Proofs.spend(unit, proof, owner.map(failure::about).orElse(failure), now);
    }
  }
}
