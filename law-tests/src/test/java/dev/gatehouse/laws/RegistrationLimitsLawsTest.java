package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.RegistrationLimitsLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class RegistrationLimitsLawsTest extends RegistrationLimitsLaws {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
