package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.LockoutLimitsLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class LockoutLimitsLawsTest extends LockoutLimitsLaws {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
