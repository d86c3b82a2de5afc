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
  /** The owner of a session was recognised anew. */
  STEPPED_UP,
  STEP_UP_FAILED,
  /** A right code was shown in a session, and nothing but that. */
  SECOND_FACTOR_SHOWN,
  SECOND_FACTOR_FAILED,
  /** So many wrong codes in a row that none is judged any more. */
  SECOND_FACTOR_LOCKED,
  /** An authenticator is to be enrolled. */
  SECOND_FACTOR_BEGUN,
  SECOND_FACTOR_ENROLLED,
  SECOND_FACTOR_REMOVED,
  /** Taken away by an administrator. */
  SECOND_FACTOR_RESET,
  RECOVERY_CODE_USED,
  RECOVERY_CODES_RENEWED,
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
  /** Taken off when a change of address was taken back. */
  PASSWORD_REMOVED,
  PASSWORD_REHASHED,
  MAGIC_LINK_REQUESTED,
  /** A link was followed elsewhere than where it was asked for, and waits for a press. */
  MAGIC_LINK_SHOWN,
  MAGIC_LINK_FAILED,
  /** Somebody was recognised by an identity; the reason is its provider. */
  IDENTITY_PROVEN,
  /** Somebody came by an identity, or said so, and was not let in. */
  IDENTITY_FAILED,
  IDENTITY_LINKED,
  IDENTITY_LINK_FAILED,
  /** A provider calls somebody whose identity is linked something else as well, and that leads to the account too; the reason is its key. */
  IDENTITY_JOINED,
  IDENTITY_UNLINKED,
  /** Something that is believed, such as a bot's own program, said who somebody is at a provider; the reason is for what. */
  VOUCHED,
  /** A browser asked to be let in by somebody elsewhere. */
  HANDSHAKE_BEGUN,
  /** Somebody elsewhere was shown which browser asks. */
  HANDSHAKE_OPENED,
  HANDSHAKE_CONFIRMED,
  HANDSHAKE_DENIED,
  /** The wrong person, the wrong number, the wrong browser, or too late. */
  HANDSHAKE_FAILED,
  /** Somebody was given a link by which to sign in, at a provider's. */
  LOGIN_LINK_ISSUED,
  /** It was followed, and waits for a press. */
  LOGIN_LINK_SHOWN,
  LOGIN_LINK_FAILED,
  EMAIL_CHANGE_REQUESTED,
  EMAIL_CHANGE_FAILED,
  EMAIL_CHANGED,
  EMAIL_REVERTED,
  EMAIL_REVERT_FAILED,
  /** The owner was told of a device that had not signed in before. */
  NEW_DEVICE_TOLD,
  /** By which way the owner is warned of sign-ins is another from now on; the reason is which: mail, or a provider. */
  WARNINGS_MOVED,
  PROFILE_UPDATED,
  /** The first account of staff, by whoever runs the server. */
  OWNER_CREATED,
  /** Something was agreed to or taken back; the reason is what. */
  CONSENT_CHANGED,
  PHRASE_CHANGED,
  EXPORT_REQUESTED,
  EXPORT_READ,
  DELETION_SCHEDULED,
  /** Whoever proved to be the owner of a leaving account was told how to keep it. */
  DELETION_UNDO_OFFERED,
  DELETION_UNDO_FAILED,
  DELETION_UNDONE,
  ACCOUNT_ERASED,
  INVITATION_ISSUED,
  INVITATION_REVOKED,
  INVITATION_TAKEN,
  INVITATION_REJECTED,
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
  /** A messenger takes nothing to that person from us: told by mail instead, or, where there is no address, to nobody. */
  MESSAGE_REFUSED,
  /** An administrator had a dead mail sent again. */
  MAIL_REVIVED,
  /** Something that only a newer version knows. */
  OTHER
}
