package dev.gatehouse.testkit.law;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.fake.InMemoryStorage;

class SecondFactorLawsInMemoryTest extends SecondFactorLaws {
  @Override
  protected Storage storage() {
    return new InMemoryStorage();
  }
}
