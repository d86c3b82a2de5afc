package dev.gatehouse.application.linking;

import dev.gatehouse.application.Buckets;
import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.Proof;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.identity.ShownProof;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.OneTimeSecret;
import dev.gatehouse.domain.secret.SecretText;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.IdentityProofs;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Signs in who shows a provider's proof: to the account that has the identity, or, where the realm takes new accounts, to one that is made of it. */
public final class SignInWithIdentity {
  /** By one person, from wherever: a network is shared by strangers, and one proof shown over and over is nobody's coming in. */
  private static final Limit PERSON = new Limit(60, Duration.ofHours(1));

  /** By one device that has signed in to the same account before, when whoever has the person's proofs has used up what the person may. */
  private static final Limit DEVICE = new Limit(20, Duration.ofHours(1));

  /** With one proof: who is refused for something else, such as the terms, may come again with it. Beyond that it is in vain. */
  private static final Limit SHOWN = new Limit(10, Duration.ofHours(1));

  private final Environment environment;
  private final KeyRings keys;
  private final IdentityDoor door;
  private final Buckets buckets;
  private final ShownProofs proofs;
  private final Nonces nonces;

  public SignInWithIdentity(
      Environment environment, KeyRings keys, IdentityProofs proofs, IdentityDoor door) {
    this.environment = environment;
    this.keys = keys;
    this.door = door;
    this.buckets = new Buckets(environment, keys);
    this.proofs = new ShownProofs(environment, keys, proofs);
    this.nonces = new Nonces(environment, keys);
  }

  /**
   * By what came and nobody has judged.
   *
   * @param arrival its locale is that of an account that is made, where the provider does not say what the person reads
   * @throws dev.gatehouse.domain.refusal.Refused as {@link #handle(Client, Proof, Arrival)}; {@code IdentityRejected} also when it is no proof, {@code
   *     ProvidersShut} also when the realm asks nothing of the provider
   */
  public Entered handle(Client client, ShownProof shown, Arrival arrival) {
    return handle(client, shown, Optional.empty(), arrival);
  }

  /**
   * By an id_token that an app has asked a provider for, and that is bound to a nonce of {@link IssueNonce}: the token holds the lower-case hexadecimal digits of
   * the nonce's SHA-256, where the provider sends nonces back.
   *
   * @param idToken as it came
   * @throws dev.gatehouse.domain.refusal.Refused as {@link #handle(Client, ShownProof, Arrival)}; {@code IdentityRejected} also when the nonce is none (any
   *     more), or the token another's
   */
  public Entered handle(
      Client client, ProviderKey provider, String idToken, SecretText nonce, Arrival arrival) {
    ShownProof shown =
        ShownProof.idToken(provider, idToken, Optional.of(nonce.digest().hex()));
    return handle(client, shown, Optional.of(nonce), arrival);
  }

  private Entered handle(
      Client client, ShownProof shown, Optional<SecretText> nonce, Arrival arrival) {
    Instant now = environment.now();
    IdentityDoor.checkOpen(client.realm());
    IdentityProofs.Verdict.Proven proven = proofs.judge(client, shown, failed(client, now), now);
    Arrival reading = proven.language().map(arrival::reading).orElse(arrival);
    return enter(client, proven.proof(), nonce, reading, now).with(proven.parameter());
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
    return enter(client, proof, Optional.empty(), arrival, now);
  }

  private Entered enter(
      Client client, Proof proof, Optional<SecretText> nonce, Arrival arrival, Instant now) {
    // before anything else: a change from here on is one that this does not outlive
    Optional<OneTimeSecret.Owner> owner = environment
        .storage()
        .identities()
        .owner(client.realm().key(), proof.person().all());
    permit(client, proof, owner, now);
    Recognised who = Recognised.by(proof, owner);
    return door.enter(client, arrival, new ByProof(client, proof, nonce, who, now), now);
  }

  /** Counts the proof first, so that who replays one uses up nothing of the person's. */
  private void permit(
      Client client, Proof proof, Optional<OneTimeSecret.Owner> owner, Instant now) {
    if (!buckets
        .take("identity-proof", client, proof.digest().hex(), SHOWN, now)
        .granted()) {
      Event failure = failed(client, now).because("PROOF_REUSED");
      throw proofs.rejected(
          client, owner.map(known -> failure.about(known.account())).orElse(failure), now);
    }
    Limit.Taken taken =
        buckets.take("identity", client, buckets.nameless(client, proof.person()), PERSON, now);
    if (!taken.granted()) {
      String device = owner
          .flatMap(known -> device(client, known))
          .orElseThrow(() -> new Refusal.Throttled(taken.retryAfter()).thrown());
      buckets.insist("identity-device", client, device, DEVICE, now);
    }
  }

  private Optional<String> device(Client client, OneTimeSecret.Owner owner) {
    return client
        .deviceOf(owner.account(), Acr.AAL1, keys.digests())
        .map(device -> owner.account() + "|" + device);
  }

  private static Event failed(Client client, Instant now) {
    return Event.of(EventType.IDENTITY_FAILED, now, client, Actor.STRANGER);
  }

  private final class ByProof implements IdentityDoor.Way {
    private final Client client;
    private final Proof proof;
    private final Optional<SecretText> nonce;
    private final Recognised who;
    private final Instant now;

    ByProof(Client client, Proof proof, Optional<SecretText> nonce, Recognised who, Instant now) {
      this.client = client;
      this.proof = proof;
      this.nonce = nonce;
      this.who = who;
      this.now = now;
    }

    @Override
    public Recognised look(Store.Unit unit) {
      return who;
    }

    @Override
    public void spend(Store.Unit unit, Optional<AccountId> owner) {
      Event failure = failed(client, now);
      Event about = owner.map(failure::about).orElse(failure);
      if (nonce.filter(text -> !nonces.spend(unit, client, text, now)).isPresent()) {
        unit.record(about.because("NONCE_UNKNOWN"));
        throw new Refusal.IdentityRejected().thrown();
      }
      Proofs.spend(unit, proof, about, now);
    }
  }
}
