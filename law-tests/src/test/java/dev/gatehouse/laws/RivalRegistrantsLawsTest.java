package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.RivalRegistrantsLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class RivalRegistrantsLawsTest extends RivalRegistrantsLaws {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
