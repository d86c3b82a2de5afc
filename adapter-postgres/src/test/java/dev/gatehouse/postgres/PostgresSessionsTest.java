package dev.gatehouse.postgres;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.contract.SessionsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PostgresSessionsTest extends SessionsContract {
  @RegisterExtension
  static final FreshPostgres POSTGRES = new FreshPostgres();

  @Override
  protected Storage storage() {
    return POSTGRES.storage();
  }
}
