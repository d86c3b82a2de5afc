package dev.gatehouse.domain.session;

import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.account.UuidV7;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

/** Identifies a session: a UUIDv7 whose last two bytes are the account's shard. Never reused. */
public record SessionId(UUID value) {
  public static SessionId of(AccountId account, Instant now, byte[] random) {
    byte[] sharded = random.clone();
    ByteBuffer.wrap(sharded).putShort(sharded.length - 2, (short) account.shard());
    return new SessionId(UuidV7.of(now, sharded));
  }

  public int shard() {
    return (int) (value.getLeastSignificantBits() & 0xFFFF);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
