package dev.gatehouse.postgres;

import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.port.KeyDirectory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Reads key rings, but those that only a newer version knows. */
final class JdbiKeyDirectory implements KeyDirectory {
  private final Db db;

  JdbiKeyDirectory(Db db) {
    this.db = db;
  }

  @Override
  public List<KeyEntry> all() {
    return db.read(handle -> keys(handle, KeyUse.values()));
  }

  static List<KeyEntry> keys(Handle handle, KeyUse... uses) {
    return handle
        .createQuery("""
            select kid, use, version, algorithm, state, sealed, public_key, created_at, since, due_at
            from gatehouse.keys
            where use = any(:uses) and state = any(:states)
            order by use, version
            """)
        .bindArray("uses", String.class, Types.names(uses))
        .bindArray("states", String.class, Types.names(KeyState.values()))
        .map((row, context) -> key(row))
        .list();
  }

  private static KeyEntry key(ResultSet row) throws SQLException {
    return new KeyEntry(
        row.getString("kid"),
        KeyUse.valueOf(row.getString("use")),
        row.getInt("version"),
        row.getString("algorithm"),
        KeyState.valueOf(row.getString("state")),
        new Sealed(row.getBytes("sealed")),
        row.getString("public_key"),
        Types.instant(row, "created_at"),
        Types.instant(row, "since"),
        Types.maybeInstant(row, "due_at"));
  }
}
