package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.SecretBindingLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class SecretBindingLawsTest extends SecretBindingLaws {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
