package dev.gatehouse.application.handshake;

import dev.gatehouse.domain.handshake.Handshake;
import dev.gatehouse.domain.handshake.HandshakeId;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.Particulars;
import dev.gatehouse.domain.secret.Sealed;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.port.Randomness;
import java.time.Instant;
import java.util.Map;

/** Seals who asks for a handshake and who opens it, so that nobody reads it in the table. */
public final class Vault {
  private static final String ADDRESS = "address";
  private static final String USER_AGENT = "user_agent";
  private static final String AT = "at";

  private final MasterKeys master;
  private final Randomness randomness;

  public Vault(MasterKeys master, Randomness randomness) {
    this.master = master;
    this.randomness = randomness;
  }

  Sealed asked(HandshakeId id, Client client, Instant now) {
    RealmKey realm = client.realm().key();
    Particulars asked = new Particulars(Map.of(
        ADDRESS, client.address().value(), USER_AGENT, client.userAgent(), AT, now.toString()));
    return seal(asked, Handshake.asked(id.row(realm), realm));
  }

  OpenHandshake.Asked asked(HandshakeId id, RealmKey realm, Sealed sealed) {
    Particulars asked = open(sealed, Handshake.asked(id.row(realm), realm));
    return new OpenHandshake.Asked(
        asked.value(ADDRESS).orElseThrow(),
        asked.value(USER_AGENT).orElseThrow(),
        Instant.parse(asked.value(AT).orElseThrow()));
  }

  Sealed opened(HandshakeId id, RealmKey realm, ProvenIdentity person) {
    return seal(person.toParticulars(), Handshake.opened(id.row(realm), realm));
  }

  ProvenIdentity opened(HandshakeId id, RealmKey realm, Sealed sealed) {
    return ProvenIdentity.of(open(sealed, Handshake.opened(id.row(realm), realm)));
  }

  private Sealed seal(Particulars particulars, MasterKeys.Place place) {
    return master.seal(particulars.toBytes(), place, randomness.bytes(MasterKeys.NONCE_BYTES));
  }

  private Particulars open(Sealed sealed, MasterKeys.Place place) {
    return Particulars.fromBytes(master.open(sealed, place));
  }
}
