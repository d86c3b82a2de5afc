package dev.gatehouse.application.signin;

import dev.gatehouse.application.Buckets;
import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.account.AccountId;
import dev.gatehouse.domain.realm.RealmKey;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.domain.token.AccessClaims;
import dev.gatehouse.port.Store;
import java.time.Instant;
import java.util.function.Function;

/**
 * How often an account's owner may do one thing. It is counted once it is judged whether this is the owner's to do: who has stolen an access token alone
 * is not to use up what the owner may.
 */
public final class OwnerLimit {
  private final Environment environment;
  private final Buckets buckets;
  private final String action;
  private final Limit limit;

  public OwnerLimit(Environment environment, KeyRings keys, String action, Limit limit) {
    this.environment = environment;
    this.buckets = new Buckets(environment, keys);
    this.action = action;
    this.limit = limit;
  }

  /** @throws dev.gatehouse.domain.refusal.Refused {@code StepUpRequired}, {@code TokenRejected}, {@code Throttled} */
  public void permit(Client client, AccessClaims caller, Instant now) {
    permit(client, caller, unit -> StepUp.require(unit, caller, now), now);
  }

  /**
   * @param judgement in a unit of its own; the act that is permitted judges once more, in its own
   * @throws dev.gatehouse.domain.refusal.Refused {@code Throttled}, and whatever the judgement throws
   */
  public void permit(
      Client client, AccessClaims caller, Function<Store.Unit, ?> judgement, Instant now) {
    environment.store().atomically(judgement::apply);
    count(client, caller, now);
  }

  /**
   * For who has judged already, or where a session is all that is asked for.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code Throttled}
   */
  public void count(Client client, AccessClaims caller, Instant now) {
    count(client.realm().key(), caller.subject(), now);
  }

  /**
   * The same where no session is there.
   *
   * @throws dev.gatehouse.domain.refusal.Refused {@code Throttled}
   */
  public void count(RealmKey realm, AccountId account, Instant now) {
    buckets.insist(action, realm, account.toString(), limit, now);
  }
}
