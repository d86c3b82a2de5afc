package dev.gatehouse.application.secondfactor;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.credential.Authenticator;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.AccountDirectory;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.Optional;

/** What the caller has enrolled. */
public final class ShowSecondFactor {
  private final Environment environment;

  public ShowSecondFactor(Environment environment) {
    this.environment = environment;
  }

  /**
   * @param enrolledAt empty where there is no authenticator
   * @param locked whether codes are not judged any more but from devices that have signed in before
   * @param required whether the realm requires a second factor
   */
  public record Status(
      Optional<Instant> enrolledAt, boolean locked, int recoveryCodesLeft, boolean required) {}

  /** @throws dev.gatehouse.domain.refusal.Refused {@code TokenRejected} when the account is no longer active */
  public Status handle(Client client, AccessClaims caller) {
    AccountId account = environment
        .storage()
        .accounts()
        .find(caller.realm(), caller.subject())
        .map(AccountDirectory.Entry::account)
        .filter(Account::active)
        .orElseThrow(() -> new Refusal.TokenRejected().thrown())
        .id();
    return environment.store().atomically(unit -> status(unit, client, account));
  }

  private static Status status(Store.Unit unit, Client client, AccountId account) {
    Optional<Authenticator> enrolled = unit.secondFactors().find(account);
    return new Status(
        enrolled.map(Authenticator::enrolledAt),
        enrolled.filter(Authenticator::locked).isPresent(),
        unit.secondFactors().codesLeft(account),
        client.realm().secondFactorRequired());
  }
}
