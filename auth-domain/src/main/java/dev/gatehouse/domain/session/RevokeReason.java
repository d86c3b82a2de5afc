package dev.gatehouse.domain.session;

/** Why a session was ended before its time. */
public enum RevokeReason {
  SIGNED_OUT,
  SIGNED_OUT_EVERYWHERE,
  REMOVED_BY_OWNER,
  PASSWORD_CHANGED,
  PASSWORD_RESET,
  EMAIL_REVERTED,
  ACCOUNT_DISABLED,
  SECOND_FACTOR_RESET,
  SECOND_FACTOR_REPLACED,
  ACCOUNT_LEAVING,
  REFRESH_TOKEN_REUSED,
  EVICTED,
  /** For a reason that only a newer version knows. */
  OTHER
}
