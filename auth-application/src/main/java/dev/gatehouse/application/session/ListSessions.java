package dev.gatehouse.application.session;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.token.AccessClaims;
import java.util.List;
import java.util.Optional;

/** The caller's live sessions, newest first, a page at a time. */
public final class ListSessions {
  public static final int MAX_PAGE = 100;

  private final Environment environment;

  public ListSessions(Environment environment) {
    this.environment = environment;
  }

  /** @param before the last session of the page before; {@code limit} is held within 1 to {@value #MAX_PAGE} */
  public List<Session> handle(AccessClaims caller, Optional<SessionId> before, int limit) {
    return environment
        .storage()
        .sessions()
        .live(caller.subject(), before, Math.max(1, Math.min(limit, MAX_PAGE)), environment.now());
  }
}
