package dev.gatehouse.domain.session;

/** What a presented refresh token gets. */
public sealed interface Rotation {
  /** The current token: its successor, and the row moves on. */
  record Rotate() implements Rotation {}

  /** The one before, in time: the same successor once more; the row stays. */
  record Replay() implements Rotation {}

  /** An older one: somebody else has it; the session ends. */
  record Reuse() implements Rotation {}

  /** One that the store has forgotten issuing: its successor, and the row catches up. */
  record FastForward() implements Rotation {}

  /** Nothing; the row stays. One face outside, the reason inside. */
  record Refused(Reason reason) implements Rotation {
    /** Why. */
    public enum Reason {
      UNKNOWN,
      REVOKED,
      EXPIRED,
      ACCOUNT_NOT_ACTIVE,
      BINDING_NOT_PROVEN
    }
  }
}
