package dev.gatehouse.postgres;

import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.domain.session.Revoked;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.port.Keys;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Writes key rings. The row of the ring is its lock, and remembers versions whose keys are gone. */
final class JdbiKeys implements Keys {
  private final Handle handle;

  JdbiKeys(Handle handle) {
    this.handle = handle;
  }

  /** Reads the keys in a second statement: it sees what whoever held the lock before has committed. */
  @Override
  public List<KeyEntry> lock(KeyUse use) {
    handle
        .createQuery("select highest_version from gatehouse.key_rings where use = :use for update")
        .bind("use", use.name())
        .mapTo(Integer.class)
        .one();
    return JdbiKeyDirectory.keys(handle, use);
  }

  @Override
  public int highestVersion(KeyUse use) {
    return handle
        .createQuery("select highest_version from gatehouse.key_rings where use = :use")
        .bind("use", use.name())
        .mapTo(Integer.class)
        .one();
  }

  @Override
  public void add(KeyEntry key) {
    handle
        .createUpdate("""
            with numbered as (
              update gatehouse.key_rings set highest_version = greatest(highest_version, :version) where use = :use)
            insert into gatehouse.keys (kid, use, version, algorithm, state, sealed, public_key, created_at, since, due_at)
            values (:kid, :use, :version, :algorithm, :state, :sealed, :public_key, :created_at, :since, :due_at)
            """)
        .bind("kid", key.kid())
        .bind("use", key.use().name())
        .bind("version", key.version())
        .bind("algorithm", key.algorithm())
        .bind("state", key.state().name())
        .bind("sealed", key.sealed().bytes())
        .bind("public_key", key.publicKey())
        .bind("created_at", key.createdAt())
        .bind("since", key.since())
        .bind("due_at", key.dueAt())
        .execute();
  }

  @Override
  public void move(String kid, KeyState to, Instant now) {
    int moved = handle
        .createUpdate("update gatehouse.keys set state = :to, since = :now where kid = :kid")
        .bind("kid", kid)
        .bind("to", to.name())
        .bind("now", now)
        .execute();
    if (moved == 0) {
      throw new IllegalStateException("there is no key " + kid);
    }
    if (to == KeyState.WITHDRAWN) {
      Announcements.announce(handle, new Revoked.OfKey(kid), now);
    }
  }

  @Override
  public void schedule(String kid, Instant dueAt) {
    int scheduled = handle
        .createUpdate(
            "update gatehouse.keys set due_at = :due_at where kid = :kid and state = 'NEXT'")
        .bind("kid", kid)
        .bind("due_at", dueAt)
        .execute();
    if (scheduled == 0) {
      throw new IllegalStateException("there is no key " + kid
          + " that is next; only such a one can be commanded to become active");
    }
  }

  @Override
  public void reseal(String kid, Sealed sealed) {
    int resealed = handle
        .createUpdate("update gatehouse.keys set sealed = :sealed where kid = :kid")
        .bind("kid", kid)
        .bind("sealed", sealed.bytes())
        .execute();
    if (resealed == 0) {
      throw new IllegalStateException("there is no key " + kid);
    }
  }

  @Override
  public void drop(String kid) {
    handle
        .createUpdate("delete from gatehouse.keys where kid = :kid")
        .bind("kid", kid)
        .execute();
  }
}
