package dev.gatehouse.postgres;

import dev.gatehouse.port.Throttle;
import dev.gatehouse.testkit.contract.ThrottleContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresThrottleTest extends ThrottleContract {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Throttle throttle() {
    return POSTGRES.storage().throttle();
  }
}
