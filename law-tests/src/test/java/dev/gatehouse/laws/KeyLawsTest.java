package dev.gatehouse.laws;

import dev.gatehouse.jwt.JwtAccessTokens;
import dev.gatehouse.port.AccessTokens;
import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.KeyLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class KeyLawsTest extends KeyLaws {
  @RegisterExtension
  final Databases databases = new Databases();

  @Override
  protected Storage storage() {
    return databases.fresh();
  }

  @Override
  protected AccessTokens accessTokens() {
    return new JwtAccessTokens();
  }
}
