package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.signin.OwnerLimit;
import dev.gatehouse.application.signin.StepUp;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.LinkedIdentity;
import dev.gatehouse.domain.identity.Proof;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ShownProof;
import dev.gatehouse.domain.mail.Mail;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.IdentityProofs;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Gives the caller's account another way in: an identity at a provider. It has at most one of each. */
public final class LinkIdentity {
  /** By one account. */
  private static final Limit LINKS = new Limit(20, Duration.ofHours(1));

  private final Environment environment;
  private final TellOwner owner;
  private final OwnerLimit linking;
  private final ShownProofs proofs;

  public LinkIdentity(
      Environment environment, KeyRings keys, IdentityProofs proofs, TellOwner owner) {
    this.environment = environment;
    this.owner = owner;
    this.linking = new OwnerLimit(environment, keys, "identity-link", LINKS);
    this.proofs = new ShownProofs(environment, keys, proofs);
  }

  /**
   * By what came and nobody has judged.
   *
   * @throws dev.gatehouse.domain.refusal.Refused as {@link #handle(Client, AccessClaims, Proof)}; {@code IdentityRejected} also when it is no proof, {@code
   *     ProvidersShut} also when the realm asks nothing of the provider
   */
  public void handle(Client client, AccessClaims caller, ShownProof shown) {
    Instant now = environment.now();
    permit(client, caller, now);
    Event failure = failed(client, caller, now);
    link(client, caller, proofs.judge(client, shown, failure, now).proof(), now);
  }

  /**
   * By what somebody else has judged. Linking what is linked to the same account already is no error.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code StepUpRequired}, {@code IdentityRejected} when the proof was accepted before or is too old by now,
   *     {@code IdentityTaken} when the identity is another account's or the account has another of that provider, {@code ProvidersShut}, {@code
   *     TokenRejected} when the account is no longer active, {@code Throttled}
   */
  public void handle(Client client, AccessClaims caller, Proof proof) {
    Instant now = environment.now();
    permit(client, caller, now);
    link(client, caller, proof, now);
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code StepUpRequired}, {@code TokenRejected}, {@code Throttled} */
  void permit(Client client, AccessClaims caller, Instant now) {
    IdentityDoor.checkOpen(client.realm());
    linking.permit(client, caller, now);
  }

  private void link(Client client, AccessClaims caller, Proof proof, Instant now) {
    link(client, caller, proof, unit -> {}, now);
  }

  /** @param spend uses up what led here, in the same unit */
  void link(
      Client client, AccessClaims caller, Proof proof, Consumer<Store.Unit> spend, Instant now) {
    environment.store().atomically(unit -> {
      Account account = StepUp.require(unit, caller, now);
      spend.accept(unit);
      Proofs.spend(unit, proof, failed(client, caller, now), now);
      return link(unit, client, caller, account, proof.person(), now);
    });
  }

  private Account link(
      Store.Unit unit,
      Client client,
      AccessClaims caller,
      Account account,
      ProvenIdentity person,
      Instant now) {
    Optional<AccountId> known = unit.identities().owner(account.realm(), person.all());
    if (known.equals(Optional.of(account.id()))) {
      IdentityDoor.used(
          unit, account, person, event(EventType.IDENTITY_JOINED, client, caller, now), now);
      return account;
    }
    if (known.isPresent()
        || !unit.identities().link(LinkedIdentity.of(account.id(), account.realm(), person, now))) {
      unit.record(failed(client, caller, now).because("IDENTITY_TAKEN"));
      throw new Refusal.IdentityTaken().thrown();
    }
    unit.record(event(EventType.IDENTITY_LINKED, client, caller, now)
        .because(IdentityDoor.provider(person)));
    owner.handle(
        unit,
        account,
        Mail.Kind.IDENTITY_LINKED,
        UnlinkIdentity.told(client, person.identity().provider()),
        now);
    return account;
  }

  static Event failed(Client client, AccessClaims caller, Instant now) {
    return event(EventType.IDENTITY_LINK_FAILED, client, caller, now);
  }

  private static Event event(EventType type, Client client, AccessClaims caller, Instant now) {
    return Event.of(type, now, client, Actor.owner(caller.subject()))
        .about(caller.subject())
        .about(caller.session());
  }
}
