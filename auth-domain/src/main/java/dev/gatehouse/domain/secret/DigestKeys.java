package dev.gatehouse.domain.secret;

import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.realm.RealmKey;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The ring of keys under which secrets and names are digested. New digests are made with the first; all are tried on what is
 * presented.
 */
public final class DigestKeys {
  private final List<DigestKey> usable;

  /** @param usable the active key first */
  public DigestKeys(List<DigestKey> usable) {
    if (usable.isEmpty()) {
      throw new IllegalArgumentException("no digest key; at least the active one is expected");
    }
    this.usable = List.copyOf(usable);
  }

  public DigestKey active() {
    return usable.get(0);
  }

  public List<DigestKey> usable() {
    return usable;
  }

  /** What stands for a name in counters, so that no table holds what strangers typed. */
  public String nameless(RealmKey realm, Identifier identifier) {
    return nameless(realm, identifier.canonical());
  }

  /** The same for any text that must not be stored. */
  public String nameless(RealmKey realm, String text) {
    return active().digest("name", realm.value(), text).hex();
  }

  /** What stands for a flow handle in rows. */
  public static Digest flow(FlowHandle handle) {
    return Digest.sha256(handle.text().getBytes(StandardCharsets.US_ASCII));
  }
}
