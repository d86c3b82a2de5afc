package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.port.SessionDirectory;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads committed sessions; their ids, being ordered by time, say which is newer. */
final class InMemorySessionDirectory implements SessionDirectory {
  private static final Comparator<Session> NEWEST_FIRST =
      Comparator.<Session, UUID>comparing(session -> session.id().value()).reversed();

  private final Engine engine;

  InMemorySessionDirectory(Engine engine) {
    this.engine = engine;
  }

  @Override
  public List<Session> live(AccountId account, Optional<SessionId> before, int limit, Instant now) {
    return engine
        .read()
        .sessions
        .where(session -> session.account().equals(account) && session.live(now))
        .stream()
        .filter(session ->
            before.isEmpty() || session.id().value().compareTo(before.get().value()) < 0)
        .sorted(NEWEST_FIRST)
        .limit(limit)
        .toList();
  }
}
