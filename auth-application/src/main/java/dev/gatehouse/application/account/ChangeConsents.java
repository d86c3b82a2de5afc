package dev.gatehouse.application.account;

import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import java.util.Optional;

/** What the caller agrees to from now on, or no longer. Each word is kept with its time; saying again what holds already adds nothing. */
public final class ChangeConsents {
  private final UpdateAccount update;

  public ChangeConsents(UpdateAccount update) {
    this.update = update;
  }

  /**
   * @param marketing whether news may be mailed; empty where nothing is said of it
   * @param terms whether the realm's terms, in their present version, are accepted
   * @throws dev.gatehouse.domain.refusal.Refused {@code TokenRejected} when the account is no longer active, {@code Throttled}
   */
  public void handle(
      Client client, AccessClaims caller, Optional<Boolean> marketing, boolean terms) {
    update.handle(client, caller, UpdateAccount.Wish.of(marketing, terms));
  }
}
