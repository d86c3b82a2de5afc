package dev.gatehouse.laws;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.law.MagicLinkLaws;
import org.junit.jupiter.api.extension.RegisterExtension;

class MagicLinkLawsTest extends MagicLinkLaws {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
