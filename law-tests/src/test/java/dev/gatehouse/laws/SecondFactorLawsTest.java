package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.SecondFactorLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class SecondFactorLawsTest extends SecondFactorLaws {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
