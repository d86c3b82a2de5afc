package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.CodeAttemptsLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class CodeAttemptsLawsTest extends CodeAttemptsLaws {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
