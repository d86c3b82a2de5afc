package dev.gatehouse.domain.token;

/** What a ring of keys is for. */
public enum KeyUse {
  /** Signs access tokens; its public halves are published. */
  ACCESS_TOKEN,
  /** Tags refresh tokens. */
  REFRESH_TOKEN,
  /** Digests one-time secrets, names and device marks. */
  DIGEST
}
