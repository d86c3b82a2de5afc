package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.PasswordChangeLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class PasswordChangeLawsTest extends PasswordChangeLaws {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
