package dev.gatehouse.testkit.fake;

import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.domain.session.Revoked;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyState;
import dev.gatehouse.domain.token.KeyUse;
import dev.gatehouse.port.Keys;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes key rings on a unit's copy: at most one active and one next key for each use, and no version twice. */
final class InMemoryKeys implements Keys {
  private final InMemoryUnit unit;

  InMemoryKeys(InMemoryUnit unit) {
    this.unit = unit;
  }

  @Override
  public List<KeyEntry> lock(KeyUse use) {
    return unit.state().keys.where(key -> key.use() == use);
  }

  @Override
  public int highestVersion(KeyUse use) {
    return unit.state().keyVersions.find(use).orElse(-1);
  }

  @Override
  public void add(KeyEntry key) {
    boolean versionTaken = unit.state()
        .keys
        .any(other -> other.use() == key.use() && other.version() == key.version());
    if (unit.state().keys.has(key.kid()) || versionTaken) {
      throw new IllegalStateException("key " + key.kid() + " or version " + key.version() + " of "
          + key.use() + " exists; both are never reused");
    }
    unit.state().keyVersions.put(key.use(), Math.max(highestVersion(key.use()), key.version()));
    put(key);
  }

  @Override
  public void move(String kid, KeyState to, Instant now) {
    put(known(kid).moved(to, now));
    if (to == KeyState.WITHDRAWN) {
      unit.state().announce(new Revoked.OfKey(kid), now);
    }
  }

  @Override
  public void schedule(String kid, Instant dueAt) {
    KeyEntry k = known(kid);
    if (k.state() != KeyState.NEXT) {
      throw new IllegalStateException("key " + kid + " is " + k.state()
          + "; only a next key can be commanded to become active");
    }
    put(new KeyEntry(
        kid,
        k.use(),
        k.version(),
        k.algorithm(),
        k.state(),
        k.sealed(),
        k.publicKey(),
        k.createdAt(),
        k.since(),
        Optional.of(dueAt)));
  }

  @Override
  public void reseal(String kid, Sealed sealed) {
    put(known(kid).sealedAs(sealed));
  }

  @Override
  public void drop(String kid) {
    unit.state().keys.remove(kid);
  }

  private KeyEntry known(String kid) {
    return unit.state()
        .keys
        .find(kid)
        .orElseThrow(() -> new IllegalStateException("there is no key " + kid));
  }

  private void put(KeyEntry key) {
    boolean single = key.state() == KeyState.ACTIVE || key.state() == KeyState.NEXT;
    if (single
        && unit.state()
            .keys
            .any(other -> other.use() == key.use()
                && other.state() == key.state()
                && !other.kid().equals(key.kid()))) {
      throw new IllegalStateException(
          "another key of " + key.use() + " is " + key.state() + "; there is one at most");
    }
    unit.state().keys.put(key.kid(), key);
  }
}
