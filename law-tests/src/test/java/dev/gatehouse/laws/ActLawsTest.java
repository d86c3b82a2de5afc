package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.ActLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class ActLawsTest extends ActLaws {
  @RegisterExtension
  final FreshPostgres postgres = new FreshPostgres();

  @Override
  protected Storage storage() {
    return postgres.storage();
  }
}
