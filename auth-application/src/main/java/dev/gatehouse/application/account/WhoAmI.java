package dev.gatehouse.application.account;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.AccountDirectory;

/** The caller's own account as it is now, not as the token remembers it. */
public final class WhoAmI {
  private final Environment environment;

  public WhoAmI(Environment environment) {
    this.environment = environment;
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code TokenRejected} when the account is no longer active */
  public Account handle(AccessClaims caller) {
    return environment
        .storage()
        .accounts()
        .find(caller.realm(), caller.subject())
        .map(AccountDirectory.Entry::account)
        .filter(Account::active)
        .orElseThrow(() -> new Refusal.TokenRejected().thrown());
  }
}
