package dev.gatehouse.domain.account;

import java.util.UUID;

/** Identifies an account over all realms: a UUIDv7. */
public record AccountId(UUID value) {
  /** The last two bytes: where the account, its sessions and its secrets live when the tables are distributed. */
  public int shard() {
    return (int) (value.getLeastSignificantBits() & 0xFFFF);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
