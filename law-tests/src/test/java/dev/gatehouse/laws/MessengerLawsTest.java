package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.MessengerLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class MessengerLawsTest extends MessengerLaws {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
