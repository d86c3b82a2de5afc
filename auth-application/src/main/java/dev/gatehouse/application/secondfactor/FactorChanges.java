package dev.gatehouse.application.secondfactor;

import dev.gatehouse.application.Buckets;
import dev.gatehouse.application.Environment;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.throttle.Limit;
import dev.gatehouse.domain.token.AccessClaims;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/** How often an account changes its second factor, as its owner is mailed each time (L34). */
final class FactorChanges {
  private static final Limit CHANGES = new Limit(10, Duration.ofHours(1));

  private final Environment environment;
  private final Buckets buckets;

  FactorChanges(Environment environment, KeyRings keys) {
    this.environment = environment;
    this.buckets = new Buckets(environment, keys);
  }

  /**
   * @param judgement of whether there is anything to permit; the change itself judges once more, in its own unit
   * @throws dev.gatehouse.domain.refusal.Refused {@code Throttled}, and whatever the judgement throws
   */
  void permit(Client client, AccessClaims caller, Function<Store.Unit, ?> judgement, Instant now) {
    // first: who has stolen an access token alone is not to use up what the owner may
    environment.store().atomically(judgement::apply);
    buckets.insist("factor-change", client, caller.subject().toString(), CHANGES, now);
  }
}
