package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.EndingSessionsLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class EndingSessionsLawsTest extends EndingSessionsLaws {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
