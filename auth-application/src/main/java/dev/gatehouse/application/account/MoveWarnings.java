package dev.gatehouse.application.account;

import dev.gatehouse.domain.identity.ProviderKey;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import java.util.Optional;

/** Sets where the caller is warned of sign-ins. It takes a step-up: who has stolen a session would have the warnings go where their owner does not look. */
public final class MoveWarnings {
  private final UpdateAccount update;

  public MoveWarnings(UpdateAccount update) {
    this.update = update;
  }

  /**
   * What is so already needs nothing.
   *
   * @param messenger of which provider; by mail if of none
   * @throws dev.gatehouse.domain.refusal.Refused {@code StepUpRequired}, {@code ValueRejected} when the owner can not be told anything there, {@code
   *     TokenRejected} when the account is no longer active, {@code Throttled}
   */
  public void handle(Client client, AccessClaims caller, Optional<ProviderKey> messenger) {
    update.handle(client, caller, UpdateAccount.Wish.of(new UpdateAccount.Way(messenger)));
  }
}
