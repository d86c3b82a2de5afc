package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.RotationLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class RotationLawsTest extends RotationLaws {
  @RegisterExtension
  final Databases databases = new Databases();

  @Override
  protected Storage storage() {
    return databases.fresh();
  }
}
