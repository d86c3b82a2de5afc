package dev.gatehouse.domain.session;

import dev.gatehouse.domain.secret.DigestKey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes and reads refresh tokens: {@code gtr_} and base64url of {@code version(1) | session id(16) | generation(4) | session secret(16)
 * | tag(16)}, the tag being the first half of HMAC-SHA-256 over all before it. Under one key the same input is always the same token, so
 * nothing about tokens has to be stored. A token that this ring did not make costs no query.
 */
public final class RefreshCodec {
  /** Characters of every token. */
  public static final int LENGTH = 75;

  private static final String PREFIX = "gtr_";
  private static final int TAGGED = 37;
  private static final int TAG = 16;
  private static final int BYTES = TAGGED + TAG;

  private final DigestKey[] byVersion = new DigestKey[256];
  private final DigestKey active;

  /**
   * @param active signs
   * @param known every key that verifies, the active one and the next included; versions 0 to 255
   */
  public RefreshCodec(DigestKey active, Collection<DigestKey> known) {
    this.active = active;
    for (DigestKey key : known) {
      byVersion[key.version()] = key;
    }
    byVersion[active.version()] = active;
  }

  /** What a token says of itself, once its tag is found right. */
  public record Claim(SessionId session, int generation, SessionSecret secret) {
    public Claim {
      if (generation < 0) {
        throw new IllegalArgumentException("generation " + generation + " is below 0");
      }
    }

    @Override
    public String toString() {
      return "Claim[" + session + ", " + generation + "]";
    }
  }

  public RefreshToken write(Claim claim) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.put((byte) active.version());
    bytes
        .putLong(claim.session().value().getMostSignificantBits())
        .putLong(claim.session().value().getLeastSignificantBits());
    bytes.putInt(claim.generation()).put(claim.secret().bytes());
    bytes.put(active.hmac(bytes.array(), TAGGED), 0, TAG);
    return new RefreshToken(
        PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array()));
  }

  /** Reads a token; empty when it is not one of this ring's, to the last bit. */
  public Optional<Claim> read(RefreshToken token) {
    String text = token.reveal();
    if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    byte[] bytes = decode(text.substring(PREFIX.length()));
    if (bytes.length != BYTES || byVersion[bytes[0] & 0xFF] == null) {
      return Optional.empty();
    }
    byte[] tag = Arrays.copyOf(byVersion[bytes[0] & 0xFF].hmac(bytes, TAGGED), TAG);
    if (!MessageDigest.isEqual(tag, Arrays.copyOfRange(bytes, TAGGED, BYTES))) {
      return Optional.empty();
    }
    ByteBuffer read = ByteBuffer.wrap(bytes, 1, TAGGED - 1);
    SessionId session = new SessionId(new UUID(read.getLong(), read.getLong()));
    int generation = read.getInt();
    byte[] secret = new byte[SessionSecret.BYTES];
    read.get(secret);
    return generation < 0
        ? Optional.empty()
        : Optional.of(new Claim(session, generation, new SessionSecret(secret)));
  }

  /** Takes the one encoding that {@link #write} makes: spare bits at the end must be zero. */
  private static byte[] decode(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)
          ? bytes
          : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
