package dev.gatehouse.application.handshake;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.linking.IdentityDoor;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.handshake.HandshakeId;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.refusal.Refusal;
import java.time.Instant;

/** Shows somebody elsewhere which browser asks to be let in. Whoever opens it first, it is his to confirm or deny, and nobody else's. */
public final class OpenHandshake {
  private final Environment environment;
  private final Vault vault;

  public OpenHandshake(Environment environment, Vault vault) {
    this.environment = environment;
    this.vault = vault;
  }

  /** The browser that asks: its network address, what it calls itself, and since when. */
  public record Asked(String address, String userAgent, Instant at) {
    @Override
    public String toString() {
      return "Asked[…]";
    }
  }

  /**
   * @param person who pressed the button, as the provider says
   * @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code NotFound} when there is none (any more), or somebody else has opened it
   */
  public Asked handle(Realm realm, HandshakeId id, ProvenIdentity person) {
    Instant now = environment.now();
    IdentityDoor.checkOpen(realm);
    RealmKey key = realm.key();
    Elsewhere there = new Elsewhere(realm, person);
    return environment.store().atomically(unit -> {
      Asked asked = unit.handshakes()
          .open(id.row(key), id.opener(person.identity()), vault.opened(id, key, person), now)
          .map(box -> vault.asked(id, key, box))
          .orElseThrow(() -> {
            there.record(unit, EventType.HANDSHAKE_FAILED, "NOT_TO_BE_OPENED", now);
            return new Refusal.NotFound().thrown();
          });
      there.record(unit, EventType.HANDSHAKE_OPENED, there.provider(), now);
      return asked;
    });
  }
}
