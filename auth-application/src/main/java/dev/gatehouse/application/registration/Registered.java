package dev.gatehouse.application.registration;

import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.secret.FlowHandle;

/** How a registration ended. */
public sealed interface Registered {
  /** An account of a username only: active at once. */
  record Active(Account account) implements Registered {}

  /** A mail was sent, and says what to do next; the same answer whether or not the address has an account. */
  record Pending(FlowHandle flow) implements Registered {}
}
