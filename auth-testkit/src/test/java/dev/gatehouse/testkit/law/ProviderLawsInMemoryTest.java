package dev.gatehouse.testkit.law;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.fake.InMemoryStorage;

class ProviderLawsInMemoryTest extends ProviderLaws {
  @Override
  protected Storage storage() {
    return new InMemoryStorage();
  }
}
