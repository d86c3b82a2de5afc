package dev.gatehouse.application.account;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.signin.StepUp;
import dev.gatehouse.application.upkeep.TellOwner;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import java.time.Instant;
import java.util.Optional;

/** Sets where the caller is warned of sign-ins. It takes a step-up: who has stolen a session would have the warnings go where their owner does not look. */
public final class MoveWarnings {
  private final Environment environment;
  private final Warnings warnings;

  public MoveWarnings(Environment environment, Warnings warnings) {
    this.environment = environment;
    this.warnings = warnings;
  }

  /**
   * What is so already needs nothing.
   *
   * @param messenger of which provider; by mail if of none
   * @throws dev.gatehouse.domain.refusal.Refused {@code StepUpRequired}, {@code ValueRejected} when the owner can not be told anything there, {@code
   *     TokenRejected} when the account is no longer active
   */
  public void handle(Client client, AccessClaims caller, Optional<ProviderKey> messenger) {
    Instant now = environment.now();
    environment.store().atomically(unit -> {
      Account stored = unit.accounts()
          .lock(caller.subject())
          .filter(Account::active)
          .orElseThrow(() -> new Refusal.TokenRejected().thrown());
      if (!warnings.changes(unit, stored, messenger)) {
        return stored;
      }
      Account account = StepUp.require(unit, caller, now);
      warnings.move(
          unit,
          account,
          messenger,
          TellOwner.from(client),
          Event.of(EventType.WARNINGS_MOVED, now, client, Actor.owner(account.id()))
              .about(account.id())
              .about(caller.session()),
          now);
      return account;
    });
  }
}
