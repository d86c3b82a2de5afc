package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.PasswordResetLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class PasswordResetLawsTest extends PasswordResetLaws {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
