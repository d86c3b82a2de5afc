package dev.gatehouse.postgres;

import dev.gatehouse.domain.session.Revoked;
import dev.gatehouse.domain.session.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Puts what was revoked into the feed, in the transaction that revokes it: every node hears of it when, and only if, that commits. */
final class Announcements {
  static final String CHANNEL = "gatehouse_revocations";

  /** What pg_notify returns is cast, or the driver would ask what "void" is. */
  private static final String ANNOUNCE = """
      with announced as (
        insert into gatehouse.revocations (session_id, kid, at)
        select session_id, kid, :at from unnest(:sessions, :kids) as revoked (session_id, kid)
        returning 1)
      select cast(pg_notify(:channel, '') as text) from (select count(*) from announced) as counted
      """;

  private Announcements() {}

  static void announce(Handle handle, Revoked what, Instant at) {
    if (what instanceof Revoked.OfSession session) {
      sessions(handle, List.of(session.id()), at);
    } else if (what instanceof Revoked.OfKey key) {
      announce(handle, List.of(), List.of(key.kid()), at);
    }
  }

  static void sessions(Handle handle, List<SessionId> ended, Instant at) {
    if (!ended.isEmpty()) {
      announce(handle, ended.stream().map(SessionId::value).toList(), List.of(), at);
    }
  }

  private static void announce(Handle handle, List<UUID> sessions, List<String> kids, Instant at) {
    handle
        .createQuery(ANNOUNCE)
        .bindArray("sessions", UUID.class, sessions)
        .bindArray("kids", String.class, kids)
        .bind("at", at)
        .bind("channel", CHANNEL)
        .mapTo(String.class)
        .one();
  }
}
