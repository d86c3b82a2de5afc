package dev.gatehouse.postgres;

import dev.gatehouse.domain.session.Presentation;
import dev.gatehouse.domain.session.Session;
import dev.gatehouse.domain.session.SessionId;
import dev.gatehouse.port.Refreshes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * The hottest statements of all, so without JDBI between. The {@code where} clause is {@link Session#present} once more, and the lock: of
 * racing callers the first writes, and the others then find another generation.
 */
final class JdbiRefreshes implements Refreshes {
  private static final String MOVE = """
      update gatehouse.sessions s
      set generation = ?, rotated_at = greatest(s.rotated_at, ?), idle_ends_at = least(s.ends_at, ? + s.idle_seconds * interval '1 second'),
        address = ?, user_agent = ?
      from gatehouse.accounts a
      where s.id = ? and s.shard = ? and s.secret_digest = ? and s.realm = ? and s.transport = ?
        and s.revoked_at is null and s.idle_ends_at > ? and s.ends_at > ? and (s.binding is null or s.binding = ?)
        and a.id = s.account_id and a.shard = s.shard and a.status = 'ACTIVE'
      """;
  private static final String RETURNING = " returning " + SessionRow.MOVED;
  private static final String ROTATE = MOVE + "and s.generation = ?" + RETURNING;
  private static final String FAST_FORWARD =
      MOVE + "and s.generation < ? and s.generation >= ? - " + Session.MAX_FAST_FORWARD + RETURNING;
  private static final String READ = "select " + SessionRow.WITH_ACCOUNT
      + " from gatehouse.sessions s join gatehouse.accounts a on a.id = s.account_id and a.shard = s.shard where s.id = ? and s.shard = ?";

  private final Db db;

  JdbiRefreshes(Db db) {
    this.db = db;
  }

  @Override
  public Optional<Refreshed> rotate(Presentation token) {
    return db.bare(connection -> move(connection, ROTATE, token, 1));
  }

  @Override
  public Optional<Refreshed> fastForward(Presentation token) {
    return db.bare(connection -> move(connection, FAST_FORWARD, token, 2));
  }

  @Override
  public Optional<Refreshed> read(SessionId id) {
    return db.bare(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(READ)) {
        statement.setObject(1, id.value());
        statement.setInt(2, id.shard());
        return only(statement, SessionRow::withAccount);
      }
    });
  }

  /** @param times how often the presented generation stands at the end of the statement */
  private static Optional<Refreshed> move(
      Connection connection, String sql, Presentation token, int times) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      OffsetDateTime now = Types.bound(token.now());
      SessionId id = token.claim().session();
      statement.setInt(1, token.claim().generation() + 1);
      statement.setObject(2, now);
      statement.setObject(3, now);
      statement.setString(4, token.address().value());
      statement.setString(5, token.userAgent());
      statement.setObject(6, id.value());
      statement.setInt(7, id.shard());
      statement.setBytes(8, token.claim().secret().digest().bytes());
      statement.setString(9, token.realm().value());
      statement.setString(10, token.transport().name());
      statement.setObject(11, now);
      statement.setObject(12, now);
      proven(statement, 13, token.provenBinding());
      for (int i = 0; i < times; i++) {
        statement.setInt(14 + i, token.claim().generation());
      }
      return only(statement, row -> SessionRow.moved(row, token));
    }
  }

  private static void proven(PreparedStatement statement, int position, Optional<String> binding)
      throws SQLException {
    if (binding.isPresent()) {
      statement.setString(position, binding.get());
    } else {
      statement.setNull(position, java.sql.Types.VARCHAR);
    }
  }

  /** Reads a row. */
  private interface Reader {
    Refreshed read(ResultSet row) throws SQLException;
  }

  private static Optional<Refreshed> only(PreparedStatement statement, Reader reader)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
    }
  }
}
