package dev.gatehouse.application.account;

import dev.gatehouse.application.Environment;
import dev.gatehouse.domain.account.Account;
import dev.gatehouse.domain.account.Profile;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.event.Event;
import dev.gatehouse.domain.event.EventType;
import dev.gatehouse.domain.refusal.Refusal;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.token.AccessClaims;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** Changes what the account shows of its owner. */
public final class UpdateProfile {
  private final Environment environment;

  public UpdateProfile(Environment environment) {
    this.environment = environment;
  }

  /**
   * @param change makes the new profile of the one stored, so that what is not named stays
   * @throws dev.gatehouse.domain.refusal.Refused {@code TokenRejected} when the account is no longer active, {@code ValueRejected}
   */
  public Profile handle(Client client, AccessClaims caller, UnaryOperator<Profile> change) {
    Instant now = environment.now();
    return environment.store().atomically(unit -> {
      Account account = unit.accounts()
          .lock(caller.subject())
          .filter(Account::active)
          .orElseThrow(() -> new Refusal.TokenRejected().thrown());
      Profile changed = change.apply(account.profile());
      if (changed.equals(account.profile())) {
        return changed;
      }
      unit.accounts().setProfile(account.id(), changed);
      unit.record(Event.of(EventType.PROFILE_UPDATED, now, client, Actor.owner(account.id()))
          .about(account.id())
          .about(caller.session()));
      return changed;
    });
  }
}
