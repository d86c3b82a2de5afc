package dev.gatehouse.application.linking;

import dev.gatehouse.application.Buckets;
import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import java.time.Duration;
import java.time.Instant;

/**
 * What services do that are believed about who somebody is at a provider. If what one is believed by is stolen, the thief can do it too: so all of them together
 * do so much in an hour, and each time it is on record from where. About one person it is less by far, so that nobody who pesters a bot uses up what is there for
 * the others (L30).
 */
final class Vouching {
  /** In one realm. */
  private static final Limit ACTS = new Limit(36_000, Duration.ofHours(1));

  /** About one person. */
  private static final Limit ACTS_OF_ONE = new Limit(60, Duration.ofHours(1));

  /** What somebody is let in by, in one realm: where no second factor is enrolled, that is a session. */
  private static final Limit ENTRIES = new Limit(3_600, Duration.ofHours(1));

  /** The same, of one person. */
  private static final Limit ENTRIES_OF_ONE = new Limit(12, Duration.ofHours(1));

  /** Looking people up, in one realm. */
  private static final Limit LOOKS = new Limit(360_000, Duration.ofHours(1));

  /** Looking one person up. */
  private static final Limit LOOKS_AT_ONE = new Limit(600, Duration.ofHours(1));

  private static final Actor SERVICE = Actor.operator("bot");

  private final Buckets buckets;

  Vouching(Environment environment, KeyRings keys) {
    this.buckets = new Buckets(environment, keys);
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code Throttled} */
  void permitAct(Client client, Identity person, Instant now) {
    IdentityDoor.checkOpen(client.realm());
    buckets.insist("vouching-one", client, nameless(client, person), ACTS_OF_ONE, now);
    buckets.insist("vouching", client, "all", ACTS, now);
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code Throttled} */
  void permitEntry(Client client, Identity person, Instant now) {
    permitAct(client, person, now);
    buckets.insist("vouching-entry-one", client, nameless(client, person), ENTRIES_OF_ONE, now);
    buckets.insist("vouching-entry", client, "all", ENTRIES, now);
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code Throttled} */
  void permitLook(Client client, Identity person, Instant now) {
    IdentityDoor.checkOpen(client.realm());
    buckets.insist("vouching-look-one", client, nameless(client, person), LOOKS_AT_ONE, now);
    buckets.insist("vouching-look", client, "all", LOOKS, now);
  }

  private String nameless(Client client, Identity person) {
    return buckets.nameless(client.realm().key(), person);
  }

  /** @param what was done, in a word */
  static Event event(Client client, String what, Instant now) {
    return Event.of(EventType.VOUCHED, now, client, SERVICE).because(what);
  }
}
