package dev.gatehouse.postgres;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.assurance.Acr;
import dev.gatehouse.domain.session.RevokeReason;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.domain.session.Standing;
import dev.gatehouse.port.Sessions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Writes sessions. Ending is one statement, whose rows are announced by a second. */
final class JdbiSessions implements Sessions {
  // idle or not: a row that this statement does not match is not looked at again when a refresh
  // wakes it
  private static final String UNENDED =
      " and s.account_id = :account and s.shard = :shard and s.revoked_at is null and s.ends_at > :now ";
  private static final String LIVE = UNENDED + "and s.idle_ends_at > :now ";
  private static final String END =
      "update gatehouse.sessions s set revoked_at = :now, revoke_reason = :reason where true"
          + UNENDED;

  private final Handle handle;

  JdbiSessions(Handle handle) {
    this.handle = handle;
  }

  @Override
  public void open(Session session) {
    handle
        .createUpdate("""
            insert into gatehouse.sessions (id, shard, realm, account_id, secret_digest, generation, transport, binding, auth_at, acr, amr,
              idle_seconds, created_at, rotated_at, idle_ends_at, ends_at, address, user_agent, revoked_at, revoke_reason)
            values (:id, :shard, :realm, :account, :secret_digest, :generation, :transport, :binding, :auth_at, :acr, :amr,
              :idle_seconds, :created_at, :rotated_at, :idle_ends_at, :ends_at, :address, :user_agent, :revoked_at, :revoke_reason)
            """)
        .bind("id", session.id().value())
        .bind("shard", session.id().shard())
        .bind("realm", session.realm().value())
        .bind("account", session.account().value())
        .bind("secret_digest", session.secretDigest().bytes())
        .bind("generation", session.generation())
        .bind("transport", session.transport().name())
        .bind("binding", session.binding())
        .bind("auth_at", session.authentication().at())
        .bind("acr", session.authentication().acr().name())
        .bindArray("amr", String.class, session.authentication().amr())
        .bind("idle_seconds", session.idle().toSeconds())
        .bind("created_at", session.createdAt())
        .bind("rotated_at", session.rotatedAt())
        .bind("idle_ends_at", session.idleEndsAt())
        .bind("ends_at", session.endsAt())
        .bind("address", session.address().value())
        .bind("user_agent", session.userAgent())
        .bind("revoked_at", session.revocation().map(Session.Revocation::at))
        .bind("revoke_reason", session.revocation().map(r -> r.reason().name()))
        .execute();
  }

  @Override
  public List<SessionId> evict(AccountId account, SessionId newest, int most, Instant now) {
    String sql = END + "and s.id in (select s.id from gatehouse.sessions s where true" + LIVE
        + "order by s.id = :newest desc, s.rotated_at desc, s.id desc offset :most)";
    Query beyond = ending(sql, account, RevokeReason.EVICTED, now)
        .bind("newest", newest.value())
        .bind("most", most);
    return end(beyond, now);
  }

  @Override
  public boolean end(AccountId account, SessionId id, RevokeReason reason, Instant now) {
    return !end(ending(END + "and s.id = :id", account, reason, now).bind("id", id.value()), now)
        .isEmpty();
  }

  @Override
  public List<SessionId> endAll(
      AccountId account, Optional<SessionId> keep, RevokeReason reason, Instant now) {
    Query all = ending(END + "and (s.id = cast(:keep as uuid)) is not true", account, reason, now);
    return end(all.bind("keep", keep.map(SessionId::value)), now);
  }

  @Override
  public boolean endReused(AccountId account, SessionId id, int presented, Instant now) {
    Query reused = ending(
        END + "and s.id = :id and s.generation > :presented",
        account,
        RevokeReason.REFRESH_TOKEN_REUSED,
        now);
    return !end(reused.bind("id", id.value()).bind("presented", presented), now).isEmpty();
  }

  @Override
  public int reused(AccountId account, Instant since) {
    return handle
        .createQuery("""
            select count(*) from gatehouse.sessions s
            where s.account_id = :account and s.shard = :shard and s.revoke_reason = :reason and s.revoked_at >= :since
            """)
        .bind("account", account.value())
        .bind("shard", account.shard())
        .bind("reason", RevokeReason.REFRESH_TOKEN_REUSED.name())
        .bind("since", since)
        .mapTo(int.class)
        .one();
  }

  @Override
  public Optional<Standing> standing(AccountId account, SessionId id, Instant now) {
    return handle
        .createQuery(
            "select s.auth_at, s.acr, s.stepped_up_at, s.stepped_up_acr from gatehouse.sessions s where s.id = :id"
                + LIVE)
        .bind("id", id.value())
        .bind("account", account.value())
        .bind("shard", account.shard())
        .bind("now", now)
        .map((row, context) -> standing(row))
        .findOne();
  }

  private static Standing standing(ResultSet row) throws SQLException {
    String acr = row.getString("stepped_up_acr");
    return new Standing(
        new Standing.Proof(Types.instant(row, "auth_at"), Acr.valueOf(row.getString("acr"))),
        Types.maybeInstant(row, "stepped_up_at")
            .map(at -> new Standing.Proof(at, Acr.valueOf(acr))));
  }

  @Override
  public boolean stepUp(AccountId account, SessionId id, Standing.Proof proof) {
    return handle
            .createUpdate(
                "update gatehouse.sessions s set stepped_up_at = :now, stepped_up_acr = :acr where s.id = :id"
                    + LIVE)
            .bind("id", id.value())
            .bind("account", account.value())
            .bind("shard", account.shard())
            .bind("acr", proof.acr().name())
            .bind("now", proof.at())
            .execute()
        == 1;
  }

  private Query ending(String sql, AccountId account, RevokeReason reason, Instant now) {
    return handle
        .createQuery(sql + " returning s.id")
        .bind("account", account.value())
        .bind("shard", account.shard())
        .bind("reason", reason.name())
        .bind("now", now);
  }

  private List<SessionId> end(Query ending, Instant now) {
    List<SessionId> ended = ending.mapTo(UUID.class).map(SessionId::new).list();
    Announcements.sessions(handle, ended, now);
    return ended;
  }
}
