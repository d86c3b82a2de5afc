package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.RestoreLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class RestoreLawsTest extends RestoreLaws {
  @RegisterExtension
  final Databases databases = new Databases();

  @Override
  protected Storage storage() {
    return databases.fresh();
  }
}
