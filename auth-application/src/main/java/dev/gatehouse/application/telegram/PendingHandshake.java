package dev.gatehouse.application.telegram;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.handshake.HandshakeId;
import dev.gatehouse.domain.handshake.HandshakeState;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.domain.secret.Purpose;
import dev.gatehouse.port.Conversations;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Which handshake somebody was asked for the number of: the two digits come as a message that does not say. Its name stands sealed, under a keyed digest of who that is. */
public final class PendingHandshake {
  private static final String APART = " ";

  /**
   * What was asked.
   *
   * @param update by which of the person's messages, as they are counted where they come from
   */
  public record Asked(HandshakeId id, long update) {
    /** Whether that message can be an answer: one that was written before the question is none, however late it comes. */
    public boolean answeredBy(long other) {
      return other > update;
    }
  }

  private final Environment environment;
  private final KeyRings keys;
  private final MasterKeys master;

  PendingHandshake(Environment environment, KeyRings keys, MasterKeys master) {
    this.environment = environment;
    this.keys = keys;
    this.master = master;
  }

  /**
   * From now on the person is asked for the number of that handshake, and of no other; but not where a later message has asked for another meanwhile. Of two at one
   * moment either may stay: the number of the other one is then refused, and lets nobody in (L11).
   *
   * @param update by which of the person's messages, counted upwards
   */
  public void ask(Realm realm, ProvenIdentity person, HandshakeId id, long update) {
    Instant now = environment.now();
    Digest whom = whom(realm, person);
    if (find(realm, person).filter(asked -> asked.update() > update).isPresent()) {
      return;
    }
    environment
        .storage()
        .conversations()
        .put(
            whom,
            master.seal(
                (id.text() + APART + update).getBytes(StandardCharsets.US_ASCII),
                Conversations.place(whom),
                environment.randomness().bytes(MasterKeys.NONCE_BYTES)),
            now.plus(Purpose.DEVICE_HANDSHAKE.life()));
  }

  /** The handshake whose number the person is asked for. */
  public Optional<Asked> find(Realm realm, ProvenIdentity person) {
    Digest whom = whom(realm, person);
    return environment
        .storage()
        .conversations()
        .find(whom, environment.now())
        .map(box -> master.open(box, Conversations.place(whom)))
        .flatMap(text -> parse(new String(text, StandardCharsets.US_ASCII)));
  }

  /** The version before keeps no number. */
  private static Optional<Asked> parse(String text) {
    String[] parts = text.split(APART, 2);
    return HandshakeId.parse(parts[0])
        .map(id -> new Asked(id, parts.length == 1 ? 0 : Long.parseLong(parts[1])));
  }

  /** How far a handshake has come that this person has opened. */
  public Optional<HandshakeState> standing(Realm realm, ProvenIdentity person, HandshakeId id) {
    Instant now = environment.now();
    return environment
        .store()
        .atomically(unit ->
            unit.handshakes().standing(id.row(realm.key()), id.opener(person.identity()), now));
  }

  private Digest whom(Realm realm, ProvenIdentity person) {
    return Digest.ofHex(keys.digests()
        .nameless(
            realm.key(),
            "conversation " + person.identity().provider() + " "
                + person.identity().subject()));
  }
}
