package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.LoginLinkLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class LoginLinkLawsTest extends LoginLinkLaws {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
