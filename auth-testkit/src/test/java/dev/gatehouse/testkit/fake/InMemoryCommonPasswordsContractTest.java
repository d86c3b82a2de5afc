package dev.gatehouse.testkit.fake;

import dev.gatehouse.port.CommonPasswords;
import dev.gatehouse.testkit.contract.CommonPasswordsContract;

class InMemoryCommonPasswordsContractTest extends CommonPasswordsContract {
  @Override
  protected CommonPasswords commonPasswords() {
    return InMemoryCommonPasswords.of("Password", "qwerty", "letmein");
  }
}
