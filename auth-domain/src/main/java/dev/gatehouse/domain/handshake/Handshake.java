package dev.gatehouse.domain.handshake;

import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.Sealed;
import java.time.Instant;

/**
 * A browser that waits to be let in by somebody elsewhere, as stored.
 *
 * @param row by which it is found; the other digests are bound to it (see {@link HandshakeId})
 * @param asked from where it was begun, sealed for {@link #asked}
 */
public record Handshake(
    Digest row, RealmKey realm, Digest collector, Digest match, Sealed asked, Instant endsAt) {
  /** Where it stands from where it was begun. */
  public static MasterKeys.Place asked(Digest row, RealmKey realm) {
    return place("asked", row, realm);
  }

  /** Where it stands who opened it. */
  public static MasterKeys.Place opened(Digest row, RealmKey realm) {
    return place("opened", row, realm);
  }

  private static MasterKeys.Place place(String column, Digest row, RealmKey realm) {
    return new MasterKeys.Place("handshakes", column, row.hex(), realm.value());
  }

  @Override
  public String toString() {
    return "Handshake[" + realm + "]";
  }
}
