package dev.gatehouse.testkit.law;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.fake.InMemoryStorage;

class WarningLawsInMemoryTest extends WarningLaws {
  @Override
  protected Storage storage() {
    return new InMemoryStorage();
  }
}
