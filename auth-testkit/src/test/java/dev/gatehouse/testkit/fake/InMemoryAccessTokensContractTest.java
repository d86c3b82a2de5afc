package dev.gatehouse.testkit.fake;

import dev.gatehouse.port.AccessTokens;
import dev.gatehouse.testkit.contract.AccessTokensContract;

class InMemoryAccessTokensContractTest extends AccessTokensContract {
  @Override
  protected AccessTokens accessTokens() {
    return new InMemoryAccessTokens(new SeededRandomness(20_261_122));
  }
}
