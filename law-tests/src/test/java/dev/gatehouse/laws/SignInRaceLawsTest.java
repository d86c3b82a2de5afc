package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.SignInRaceLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class SignInRaceLawsTest extends SignInRaceLaws {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
