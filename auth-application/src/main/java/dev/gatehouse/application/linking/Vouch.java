package dev.gatehouse.application.linking;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.session.Client;
import java.time.Instant;
import java.util.Optional;

/** Takes a service's word for who somebody is at a provider, for what comes next: it is counted, and on record. */
public final class Vouch {
  /** For what. */
  public enum Reason {
    /** To open or deny a handshake. */
    HANDSHAKE,
    /** To confirm one, which lets somebody in. */
    LET_IN,
    /** To be given a link, which does too. */
    LOGIN_LINK
  }

  private final Environment environment;
  private final Vouching vouching;

  public Vouch(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.vouching = new Vouching(environment, keys);
  }

  /**
   * @param client the service, and from where it asks
   * @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code Throttled}
   */
  public void handle(Client client, ProvenIdentity person, Reason reason) {
    Instant now = environment.now();
    if (reason == Reason.HANDSHAKE) {
      vouching.permitAct(client, person.identity(), now);
    } else {
      vouching.permitEntry(client, person.identity(), now);
    }
    environment.store().atomically(unit -> {
      Event event = Vouching.event(client, reason.name(), now);
      Optional<AccountId> owner = unit.identities().owner(client.realm().key(), person.all());
      unit.record(owner.map(event::about).orElse(event));
      return reason;
    });
  }
}
