package dev.gatehouse.application.handshake;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.NetworkLimit;
import dev.gatehouse.application.linking.IdentityDoor;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.handshake.Handshake;
import dev.gatehouse.domain.handshake.HandshakeId;
import dev.gatehouse.domain.handshake.MatchCode;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import java.time.Duration;
import java.time.Instant;

/** Begins to let a browser in by somebody who is signed in elsewhere, such as in a messenger on a phone (law L11). */
public final class BeginHandshake {
  /** Begun from one network prefix. */
  private static final Limit BEGUN = new Limit(120, Duration.ofHours(1));

  /** Begun by one device that has signed in to the realm before, when its network has used up what it may. */
  private static final Limit DEVICE = new Limit(20, Duration.ofHours(1));

  private final Environment environment;
  private final KeyRings keys;
  private final Vault vault;
  private final NetworkLimit limit;

  public BeginHandshake(Environment environment, KeyRings keys, Vault vault) {
    this.environment = environment;
    this.keys = keys;
    this.vault = vault;
    this.limit = new NetworkLimit(environment, keys, "handshake", BEGUN, DEVICE);
  }

  /**
   * What the browser is given.
   *
   * @param id for the link or picture that leads elsewhere
   * @param flow without it nothing can be looked at or collected; never shown, and in no URL
   * @param match to be shown, and typed elsewhere
   */
  public record Begun(HandshakeId id, FlowHandle flow, MatchCode match, Instant endsAt) {}

  /** @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code Throttled} */
  public Begun handle(Client client) {
    Instant now = environment.now();
    IdentityDoor.checkOpen(client.realm());
    limit.insist(client, () -> client.device(keys.digests()), now);
    Begun begun = new Begun(
        HandshakeId.of(environment.randomness().bytes(HandshakeId.BYTES)),
        FlowHandle.of(environment.randomness().bytes(FlowHandle.BYTES)),
        MatchCode.of(environment.randomness().bytes(MatchCode.BYTES)),
        now.plus(Purpose.DEVICE_HANDSHAKE.life()));
    Handshake handshake = new Handshake(
        begun.id().row(client.realm().key()),
        client.realm().key(),
        begun.id().collector(begun.flow(), client.transport()),
        begun.id().match(begun.match()),
        vault.asked(begun.id(), client, now),
        begun.endsAt());
    return environment.store().atomically(unit -> {
      unit.handshakes().begin(handshake);
      unit.record(Event.of(EventType.HANDSHAKE_BEGUN, now, client, Actor.STRANGER));
      return begun;
    });
  }
}
