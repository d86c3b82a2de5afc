package dev.gatehouse.domain.event;

/** What can happen that somebody may have to account for. */
public enum EventType {
  ACCOUNT_REGISTERED,
  REGISTRATION_REQUESTED,
  EMAIL_VERIFIED,
  CODE_SENT,
  CODE_REJECTED,
  SIGNED_IN,
  SIGN_IN_FAILED,
  /** An attempt at a password met a shut gate, in silence or aloud; the reason is its tier. Heard, not audited. */
  LOCKED_OUT,
  /** A sign-in went well, and the store went away before its attempt was taken off the counters. */
  COUNT_NOT_FORGIVEN,
  SECOND_FACTOR_ASKED,
  SIGNED_OUT_EVERYWHERE,
  SESSION_ENDED,
  SESSION_FAST_FORWARDED,
  REFRESHED,
  REFRESH_REPLAYED,
  /** The token before the current one was used again, in time but from elsewhere. */
  REFRESH_REPLAYED_ELSEWHERE,
  REFRESH_REFUSED,
  REFRESH_TOKEN_REUSED,
  PASSWORD_CHANGED,
  PASSWORD_CHANGE_FAILED,
  PASSWORD_RESET_REQUESTED,
  PASSWORD_RESET,
  PASSWORD_RESET_FAILED,
  PASSWORD_REHASHED,
  PROFILE_UPDATED,
  ACCOUNT_DISABLED,
  ACCOUNT_ENABLED,
  ACCOUNT_UNLOCKED,
  KEY_ROTATION_COMMANDED,
  KEY_CREATED,
  KEY_ACTIVATED,
  KEY_WITHDRAWN,
  KEY_DROPPED,
  KEY_RESEALED,
  MAIL_DELIVERED,
  MAIL_FAILED,
  MAIL_DEAD,
  /** Something that only a newer version knows. */
  OTHER
}
