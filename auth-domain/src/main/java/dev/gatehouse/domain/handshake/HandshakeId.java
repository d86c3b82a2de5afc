package dev.gatehouse.domain.handshake;

import dev.gatehouse.domain.identity.Identity;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.secret.Digest;
import dev.gatehouse.domain.secret.DigestKey;
import dev.gatehouse.domain.secret.DigestKeys;
import dev.gatehouse.domain.secret.FlowHandle;
import dev.gatehouse.domain.session.Transport;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a handshake to whoever is to confirm it: 32 random bytes, base64url. It is shown in a link and a picture, so it is worth nothing for collecting.
 *
 * <p>It is the key as well under which everything of the handshake is digested, and it stands in no table: who steals the table learns from it neither the
 * number, of which there are ninety, nor who opened it.
 */
public final class HandshakeId {
  public static final int BYTES = 32;
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final String text;
  private final DigestKey key;

  private HandshakeId(String text) {
    this.text = text;
    this.key =
        new DigestKey(0, Digest.sha256(text.getBytes(StandardCharsets.US_ASCII)).bytes());
  }

  public static HandshakeId of(byte[] random) {
    if (random.length != BYTES) {
      throw new IllegalArgumentException(
          random.length + " random bytes given, " + BYTES + " expected");
    }
    return new HandshakeId(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
  }

  /** Reads one that was presented; text of another shape is none. */
  public static Optional<HandshakeId> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new HandshakeId(text)) : Optional.empty();
  }

  /** For the link or picture. */
  public String text() {
    return text;
  }

  /** In which row of the realm it is. */
  public Digest row(RealmKey realm) {
    return key.digest("handshake", realm.value());
  }

  /** What stands for the number in the row. */
  public Digest match(MatchCode code) {
    return key.digest("match", code.reveal());
  }

  /** What stands for an answer that is no number: nothing that was begun has it. */
  public Digest mismatch() {
    return key.digest("mismatch", text);
  }

  /** What stands for who opened it. */
  public Digest opener(Identity identity) {
    return key.digest("opener", identity.provider().value(), identity.subject());
  }

  /** What stands for the handle without which it can not be collected, and for the way in which the tokens travel that come of it. */
  public Digest collector(FlowHandle flow, Transport transport) {
    return key.digest("collector", DigestKeys.flow(flow).hex(), transport.value());
  }

  @Override
  public String toString() {
    return "HandshakeId[redacted]";
  }
}
