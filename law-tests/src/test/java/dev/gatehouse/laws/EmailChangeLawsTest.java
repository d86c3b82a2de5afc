package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.EmailChangeLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmailChangeLawsTest extends EmailChangeLaws {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
