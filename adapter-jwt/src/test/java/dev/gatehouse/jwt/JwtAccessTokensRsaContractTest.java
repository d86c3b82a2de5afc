package dev.gatehouse.jwt;

import dev.gatehouse.port.AccessTokens;
import dev.gatehouse.testkit.contract.Rfc9068Contract;

/** The same promises with RS256, on the JVM's own provider, and with nothing remembered. */
class JwtAccessTokensRsaContractTest extends Rfc9068Contract {
  @Override
  protected AccessTokens accessTokens() {
    return new JwtAccessTokens("RS256", 0, CryptoEngine.platform());
  }
}
