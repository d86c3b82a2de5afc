package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.SecrecyLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class SecrecyLawsTest extends SecrecyLaws {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
