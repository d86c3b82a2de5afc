package dev.gatehouse.application.telegram;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.account.Warnings;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.ProvenIdentity;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.realm.Realm;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Sets where the owner of an account is warned of sign-ins, for whom the provider names: a fresh first factor, and no more (decision 0024). */
public final class MoveWarningsByIdentity {
  private final Environment environment;
  private final Warnings warnings;

  MoveWarningsByIdentity(Environment environment, Warnings warnings) {
    this.environment = environment;
    this.warnings = warnings;
  }

  /**
   * What is so already needs nothing.
   *
   * @param here in the messenger where that is asked for; else by mail
   * @throws dev.gatehouse.domain.refusal.Refused {@code ProvidersShut}, {@code NotFound} when no account has the identity, or one that may not be used,
   *     {@code StepUpRequired} when the account has a second factor, or the realm requires one, {@code ValueRejected} when the owner can not be told anything there, {@code Throttled}
   */
  public void handle(Realm realm, ProvenIdentity person, boolean here) {
    Instant now = environment.now();
    Optional<ProviderKey> messenger =
        Optional.of(person.identity().provider()).filter(provider -> here);
    ByIdentity.counting(
        environment.store(),
        account -> warnings.count(account, messenger, now),
        (unit, counted) -> {
          Account account = ByIdentity.lock(unit, realm, person);
          if (warnings.changes(unit, account, messenger)) {
            ByIdentity.requireNoSecondFactor(unit, realm, account);
            counted.accept(account);
            warnings.move(
                unit,
                account,
                messenger,
                Map.of(),
                ByIdentity.event(EventType.WARNINGS_MOVED, account, now),
                now);
          }
        });
  }
}
