package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.CodeRaceLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class CodeRaceLawsTest extends CodeRaceLaws {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
