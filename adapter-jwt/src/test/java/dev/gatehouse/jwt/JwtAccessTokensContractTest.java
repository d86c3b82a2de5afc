package dev.gatehouse.jwt;

import dev.gatehouse.port.AccessTokens;
import dev.gatehouse.testkit.contract.Rfc9068Contract;

class JwtAccessTokensContractTest extends Rfc9068Contract {
  @Override
  protected AccessTokens accessTokens() {
    return new JwtAccessTokens();
  }
}
