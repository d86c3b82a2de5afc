package dev.gatehouse.testkit.law;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.fake.InMemoryStorage;

class VouchLawsInMemoryTest extends VouchLaws {
  @Override
  protected Storage storage() {
    return new InMemoryStorage();
  }
}
