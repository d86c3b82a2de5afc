package dev.gatehouse.application.handshake;

import dev.gatehouse.application.Buckets;
import dev.gatehouse.application.Environment;
import dev.gatehouse.application.linking.IdentityDoor;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.handshake.HandshakeId;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.port.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Shows somebody elsewhere which browser asks to be let in. Whoever opens it first, it is his to confirm or deny, and nobody else's. */
public final class OpenHandshake {
  /** By one person: each is on record. */
  private static final Limit OPENED = new Limit(60, Duration.ofHours(1));

  private final Environment environment;
  private final Vault vault;
  private final Buckets buckets;
  private final VainAnswers vain;

  public OpenHandshake(Environment environment, KeyRings keys, Vault vault) {
    this.environment = environment;
    this.vault = vault;
    this.buckets = new Buckets(environment, keys);
    this.vain = new VainAnswers(environment, keys);
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
   * @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code NotFound} when there is none (any more), or somebody else has opened it, {@code
   *     Throttled}
   */
  public Asked handle(Realm realm, HandshakeId id, ProvenIdentity person) {
    Instant now = environment.now();
    IdentityDoor.checkOpen(realm);
    RealmKey key = realm.key();
    Limit.Taken taken =
        buckets.take("handshake-open", key, buckets.nameless(key, person.identity()), OPENED, now);
    if (!taken.granted()) {
      throw new Refusal.Throttled(taken.retryAfter()).thrown();
    }
    Elsewhere there = new Elsewhere(realm, person);
    return vain.done(
        there,
        unit -> {
          Optional<Asked> asked = opened(unit, key, id, person, now);
          asked.ifPresent(
              any -> there.record(unit, EventType.HANDSHAKE_OPENED, there.provider(), now));
          return asked;
        },
        "NOT_TO_BE_OPENED",
        now);
  }

  /**
   * The same for a message that was dealt with before, and whose answer nobody may have seen: it is not counted once more, and not on record.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code NotFound}
   */
  public Asked again(Realm realm, HandshakeId id, ProvenIdentity person) {
    Instant now = environment.now();
    IdentityDoor.checkOpen(realm);
    return environment
        .store()
        .atomically(unit -> opened(unit, realm.key(), id, person, now))
        .orElseThrow(() -> new Refusal.NotFound().thrown());
  }

  private Optional<Asked> opened(
      Store.Unit unit, RealmKey key, HandshakeId id, ProvenIdentity person, Instant now) {
    return unit.handshakes()
        .open(id.row(key), id.opener(person.identity()), vault.opened(id, key, person), now)
        .map(box -> vault.asked(id, key, box));
  }
}
