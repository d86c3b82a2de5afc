package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.DeliveryLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeliveryLawsTest extends DeliveryLaws {
  @RegisterExtension
  final Databases databases = new Databases();

  @Override
  protected Storage storage() {
    return databases.fresh();
  }
}
