package dev.gatehouse.testkit.fake;

import dev.gatehouse.port.Randomness;
import dev.gatehouse.testkit.contract.RandomnessContract;

class SeededRandomnessContractTest extends RandomnessContract {
  @Override
  protected Randomness randomness() {
    return new SeededRandomness(20_261_122);
  }
}
