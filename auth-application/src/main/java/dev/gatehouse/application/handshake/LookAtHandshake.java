package dev.gatehouse.application.handshake;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.handshake.HandshakeId;
import dev.gatehouse.domain.handshake.HandshakeState;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Handshakes;
import java.time.Instant;
import java.util.Optional;

/** How far a handshake has come, for the browser that began it. Looking changes nothing, and lets nobody in. */
public final class LookAtHandshake {
  private final Environment environment;

  public LookAtHandshake(Environment environment) {
    this.environment = environment;
  }

  /** Empty when there is none, it has run out, or it was begun with another handle or for tokens that travel otherwise. */
  public Optional<HandshakeState> handle(Client client, HandshakeId id, FlowHandle flow) {
    Instant now = environment.now();
    return environment
        .storage()
        .handshakes()
        .look(id.row(client.realm().key()), id.collector(flow, client.transport()), now)
        .map(Handshakes.Seen::state);
  }
}
