package dev.gatehouse.application.account;

import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import java.util.function.UnaryOperator;

/** Changes what the account shows of its owner. */
public final class UpdateProfile {
  private final UpdateAccount update;

  public UpdateProfile(UpdateAccount update) {
    this.update = update;
  }

  /**
   * @param change makes the new profile of the one stored, so that what is not named stays
   * @throws dev.gatehouse.domain.refusal.Refused {@code TokenRejected} when the account is no longer active, {@code ValueRejected}, {@code Throttled}
   */
  public Profile handle(Client client, AccessClaims caller, UnaryOperator<Profile> change) {
    return update.handle(client, caller, UpdateAccount.Wish.of(change));
  }
}
