package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.throttle.ClientAddress;
import dev.gatehouse.port.History;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** The audit trail, of which rows are added in the unit that does what they tell of. */
final class JdbiHistory implements History {
  private final Db db;

  JdbiHistory(Db db) {
    this.db = db;
  }

  /** Writes the audit row of an event. */
  static void record(Handle handle, Event event) {
    handle
        .createUpdate("""
            insert into gatehouse.audit (at, type, realm, actor_kind, actor, account_id, session_id, address, user_agent, reason)
            values (:at, :type, :realm, :actor_kind, :actor, :account, :session, :address, :user_agent, :reason)
            """)
        .bind("at", event.at())
        .bind("type", event.type().name())
        .bind("realm", event.realm().map(RealmKey::value))
        .bind("actor_kind", event.actor().kind().name())
        .bind("actor", event.actor().name())
        .bind("account", event.subject().map(AccountId::value))
        .bind("session", event.session().map(SessionId::value))
        .bind("address", event.origin().map(origin -> origin.address().value()))
        .bind("user_agent", event.origin().map(Event.Origin::userAgent))
        .bind("reason", event.reason())
        .execute();
  }

  @Override
  public List<Row> of(AccountId account, OptionalLong before, int limit) {
    return db.read(handle -> handle
        .createQuery("""
                    select position, at, type, realm, actor_kind, actor, account_id, session_id, address, user_agent, reason
                    from gatehouse.audit
                    where account_id = :account and position < :before
                    order by position desc
                    limit :limit
                    """)
        .bind("account", account.value())
        .bind("before", before.orElse(Long.MAX_VALUE))
        .bind("limit", limit)
        .map((row, context) -> new Row(row.getLong("position"), event(row)))
        .list());
  }

  private static Event event(ResultSet row) throws SQLException {
    return new Event(
        Types.word(EventType.OTHER, row.getString("type")),
        Types.instant(row, "at"),
        Types.maybeString(row, "realm").map(RealmKey::new),
        new Actor(
            Types.word(Actor.Kind.OTHER, row.getString("actor_kind")), row.getString("actor")),
        Types.maybeUuid(row, "account_id").map(AccountId::new),
        Types.maybeUuid(row, "session_id").map(SessionId::new),
        origin(row),
        row.getString("reason"));
  }

  /** Empty too once the person was erased. */
  private static Optional<Event.Origin> origin(ResultSet row) throws SQLException {
    Optional<String> userAgent = Types.maybeString(row, "user_agent");
    return Types.maybeString(row, "address")
        .map(address -> new Event.Origin(new ClientAddress(address), userAgent.orElse("")));
  }
}
