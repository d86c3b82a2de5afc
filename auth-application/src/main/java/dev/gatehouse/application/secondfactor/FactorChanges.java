package dev.gatehouse.application.secondfactor;

import dev.gatehouse.application.Environment;
import dev.gatehouse.application.signin.OwnerLimit;
import dev.gatehouse.application.upkeep.KeyRings;
import dev.gatehouse.domain.throttle.Limit;
import java.time.Duration;

/** How often an account changes its second factor, in whichever way, as its owner is mailed each time (L34). */
final class FactorChanges {
  private static final Limit CHANGES = new Limit(10, Duration.ofHours(1));

  private FactorChanges() {}

  static OwnerLimit limit(Environment environment, KeyRings keys) {
    return new OwnerLimit(environment, keys, "factor-change", CHANGES);
  }
}
