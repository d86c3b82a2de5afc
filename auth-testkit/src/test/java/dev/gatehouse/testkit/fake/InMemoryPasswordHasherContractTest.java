package dev.gatehouse.testkit.fake;

import dev.gatehouse.port.PasswordHasher;
import dev.gatehouse.testkit.contract.PasswordHasherContract;

class InMemoryPasswordHasherContractTest extends PasswordHasherContract {
  @Override
  protected PasswordHasher hasher() {
    return new InMemoryPasswordHasher();
  }

  @Override
  protected PasswordHasher withStrongerParameters() {
    InMemoryPasswordHasher stronger = new InMemoryPasswordHasher();
    stronger.raiseParameters();
    return stronger;
  }
}
