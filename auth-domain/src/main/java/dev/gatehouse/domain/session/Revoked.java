package dev.gatehouse.domain.session;

/** What can be revoked. */
public sealed interface Revoked {
  record OfSession(SessionId id) implements Revoked {}

  /** A signing key that must not be trusted any more. */
  record OfKey(String kid) implements Revoked {}
}
