package dev.gatehouse.domain.account;

/** Whether an account may be used. Only {@link #ACTIVE} gets tokens, by any path. */
public enum AccountStatus {
  /** Created by somebody else and not yet taken up by its owner. */
  PENDING,
  ACTIVE,
  /** Shut by an administrator until enabled. */
  DISABLED,
  /** Shut by an administrator until unlocked. */
  LOCKED,
  /** Its owner asked for deletion; the grace period runs. */
  LEAVING,
  /** Erased; the row keeps the act and no person. */
  DELETED
}
