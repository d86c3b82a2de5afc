package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.KnownDeviceLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class KnownDeviceLawsTest extends KnownDeviceLaws {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
