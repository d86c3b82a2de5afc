package dev.gatehouse.port;

import dev.gatehouse.domain.account.AccountStatus;
import dev.gatehouse.domain.account.Role;
import dev.gatehouse.domain.session.Presentation;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import java.util.Optional;
import java.util.Set;

/**
 * The hot path. {@link #rotate} and {@link #fastForward} decide exactly as {@link Session#present} does for their case, in one statement:
 * one round trip, and one row write if it matches. Of any number of racing callers with one token exactly one gets an answer.
 */
public interface Refreshes {
  /** A session as it is now, with what of its account goes into a token. */
  record Refreshed(Session session, AccountStatus status, Set<Role> roles) {
    public Refreshed {
      roles = Set.copyOf(roles);
    }
  }

  /** Moves the session on if the token is its current one and nothing is against it; empty, and nothing written, otherwise. */
  Optional<Refreshed> rotate(Presentation token);

  /** Lets the session catch up with a token up to {@link Session#MAX_FAST_FORWARD} generations ahead; empty, and nothing written, otherwise. */
  Optional<Refreshed> fastForward(Presentation token);

  /** The session as the primary has it. */
  Optional<Refreshed> read(SessionId id);
}
