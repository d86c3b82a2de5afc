package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.RealmLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class RealmLawsTest extends RealmLaws {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
