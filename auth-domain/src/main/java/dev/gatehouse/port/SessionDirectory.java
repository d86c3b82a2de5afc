package dev.gatehouse.port;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reading sessions. */
public interface SessionDirectory {
  /** Live sessions of an account, newest first; at most {@code limit}, those opened before {@code before} if given. */
  List<Session> live(AccountId account, Optional<SessionId> before, int limit, Instant now);
}
