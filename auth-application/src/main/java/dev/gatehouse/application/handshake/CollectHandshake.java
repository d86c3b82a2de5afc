package dev.gatehouse.application.handshake;

import dev.gatehouse.application.Buckets;
import dev.gatehouse.application.Environment;
import dev.gatehouse.application.linking.Arrival;
import dev.gatehouse.application.linking.Entered;
import dev.gatehouse.application.linking.IdentityDoor;
import dev.gatehouse.application.linking.Recognised;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.handshake.HandshakeId;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.HandshakeDirectory;
import dev.gatehouse.port.Handshakes;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Signs in the browser that began a handshake, once it is confirmed: once, and no other browser. */
public final class CollectHandshake {
  /** Tries in vain from one network prefix: each is on record. */
  private static final Limit IN_VAIN = new Limit(120, Duration.ofHours(1));

  /** Tries at one that is confirmed: what is refused, such as who has not accepted the terms, leaves it to be collected. */
  private static final Limit CONFIRMED = new Limit(30, Duration.ofHours(1));

  private final Environment environment;
  private final Vault vault;
  private final IdentityDoor door;
  private final Buckets buckets;

  public CollectHandshake(Environment environment, KeyRings keys, Vault vault, IdentityDoor door) {
    this.environment = environment;
    this.vault = vault;
    this.door = door;
    this.buckets = new Buckets(environment, keys);
  }

  /**
   * @param client whose tokens travel as they were to when it was begun
   * @throws dev.gatehouse.domain.refusal.Refused {@code IdentityRejected} when there is nothing to collect with this handle (any more), {@code
   *     CredentialsRejected} when the account is not active or was changed since it was confirmed, {@code RegistrationDisabled}, {@code
   *     TermsNotAccepted} and {@code InvitationRejected} (then it can be collected yet), {@code ProvidersShut}, {@code Throttled}
   */
  public Entered handle(Client client, HandshakeId id, FlowHandle flow, Arrival arrival) {
    Instant now = environment.now();
    ByHandshake way = new ByHandshake(client, id, flow, now);
    if (way.confirmed(environment.storage().handshakes()).isEmpty()) {
      buckets.insist("handshake-in-vain", client, client.address().prefix(), IN_VAIN, now);
    } else {
      buckets.insist("handshake-collect", client, id.row(way.realm()).hex(), CONFIRMED, now);
    }
    return door.enter(client, arrival, way, now);
  }

  private final class ByHandshake implements IdentityDoor.Way {
    private final Client client;
    private final HandshakeId id;
    private final FlowHandle flow;
    private final Instant now;

    ByHandshake(Client client, HandshakeId id, FlowHandle flow, Instant now) {
      this.client = client;
      this.id = id;
      this.flow = flow;
      this.now = now;
    }

    private RealmKey realm() {
      return client.realm().key();
    }

    private Digest collector() {
      return id.collector(flow, client.transport());
    }

    Optional<Handshakes.Confirmed> confirmed(HandshakeDirectory handshakes) {
      return handshakes.look(id.row(realm()), collector(), now).flatMap(Handshakes.Seen::confirmed);
    }

    @Override
    public Recognised look(Store.Unit unit) {
      return confirmed(unit.handshakes()::look)
          .map(found -> Recognised.before(vault.opened(id, realm(), found.opened()), found.owner()))
          .orElseThrow(() -> rejected(unit, Optional.empty(), "NOTHING_TO_COLLECT"));
    }

    @Override
    public void spend(Store.Unit unit, Optional<AccountId> owner) {
      if (!unit.handshakes().collect(id.row(realm()), collector(), now)) {
        throw rejected(unit, owner, "COLLECTED_MEANWHILE");
      }
    }

    private RuntimeException rejected(Store.Unit unit, Optional<AccountId> account, String reason) {
      Event failure =
          Event.of(EventType.HANDSHAKE_FAILED, now, client, Actor.STRANGER).because(reason);
      unit.record(account.map(failure::about).orElse(failure));
      return new Refusal.IdentityRejected().thrown();
    }
  }
}
