package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.EnumerationLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class EnumerationLawsTest extends EnumerationLaws {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
