package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.session.Presentation;
import dev.gatehouse.domain.session.Rotation;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.port.Refreshes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides by {@link Session#present} itself, which the statements of a real store have to agree with. */
final class InMemoryRefreshes implements Refreshes {
  private final Engine engine;

  InMemoryRefreshes(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Optional<Refreshed> rotate(Presentation token) {
    return moveOn(token, Rotation.Rotate.class);
  }

  @Override
  public Optional<Refreshed> fastForward(Presentation token) {
    return moveOn(token, Rotation.FastForward.class);
  }

  @Override
  public Optional<Refreshed> read(SessionId id) {
    return engine.read().joined(id);
  }

  private Optional<Refreshed> moveOn(Presentation token, Class<? extends Rotation> when) {
    return engine.write(state -> state
        .joined(token.claim().session())
        .filter(now -> when.isInstance(decide(now, token)))
        .map(now -> rotated(state, now, token)));
  }

  private static Rotation decide(Refreshed now, Presentation token) {
    // grace matters to older tokens only, and those are neither rotated nor caught up with
    return now.session().present(token, now.status(), Duration.ZERO, Instant.EPOCH);
  }

  private static Refreshed rotated(State state, Refreshed before, Presentation token) {
    Session session = before.session().rotated(token);
    state.sessions.put(session.id(), session);
    return new Refreshed(session, before.status(), before.roles());
  }
}
