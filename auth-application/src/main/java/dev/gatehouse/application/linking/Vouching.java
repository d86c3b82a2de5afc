package dev.gatehouse.application.linking;

import dev.gatehouse.application.Buckets;
import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import java.time.Duration;
import java.time.Instant;

/**
 * What services do that are believed about who somebody is at a provider. If what one is believed by is stolen, the thief can do it too: so all of them together
 * do so much in an hour, and each time it is on record from where.
 */
final class Vouching {
  /** In one realm. */
  private static final Limit ACTS = new Limit(3600, Duration.ofHours(1));

  /** Looking people up, in one realm. */
  private static final Limit LOOKS = new Limit(36_000, Duration.ofHours(1));

  private static final Actor SERVICE = Actor.operator("bot");

  private final Buckets buckets;

  Vouching(Environment environment, KeyRings keys) {
    this.buckets = new Buckets(environment, keys);
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code Throttled} */
  void permitAct(Client client, Instant now) {
    IdentityDoor.checkOpen(client.realm());
    buckets.insist("vouching", client, "all", ACTS, now);
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code Throttled} */
  void permitLook(Client client, Instant now) {
    IdentityDoor.checkOpen(client.realm());
    buckets.insist("vouching-look", client, "all", LOOKS, now);
  }

  /** @param what was done, in a word */
  static Event event(Client client, String what, Instant now) {
    return Event.of(EventType.VOUCHED, now, client, SERVICE).because(what);
  }
}
