package dev.gatehouse.postgres;

import dev.gatehouse.port.Throttle;
import dev.gatehouse.testkit.contract.ThrottleContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class PostgresThrottleTest extends ThrottleContract {
  private static Postgres postgres;

  @BeforeAll
  static void open() {
    postgres = Postgres.open(ScratchPostgres.settings(ScratchPostgres.database()));
  }

  @AfterAll
  static void close() {
    postgres.close();
  }

  @Override
  protected Throttle throttle() {
    return postgres.throttle();
  }
}
