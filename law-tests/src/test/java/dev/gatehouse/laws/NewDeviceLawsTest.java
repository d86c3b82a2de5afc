package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.NewDeviceLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class NewDeviceLawsTest extends NewDeviceLaws {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
