package dev.gatehouse.domain.account;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

/** Time-ordered identifiers (RFC 9562, 5.7): 48 bits of milliseconds, 74 random bits. */
public final class UuidV7 {
  /** How many random bytes one identifier takes. */
  public static final int RANDOM_BYTES = 10;

  private UuidV7() {}

  public static UUID of(Instant now, byte[] random) {
    if (random.length != RANDOM_BYTES) {
      throw new IllegalArgumentException(
          random.length + " random bytes given, " + RANDOM_BYTES + " expected");
    }
    ByteBuffer chance = ByteBuffer.wrap(random);
    long high = (now.toEpochMilli() << 16) | 0x7000L | (chance.getShort() & 0x0FFFL);
    long low = (chance.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  /** When it was made, to the millisecond. */
  public static Instant at(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }
}
