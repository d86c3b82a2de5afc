package dev.gatehouse.postgres;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.contract.LeasesContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresLeasesTest extends LeasesContract {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
