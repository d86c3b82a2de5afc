package dev.gatehouse.postgres;

import dev.gatehouse.port.Storage;
import dev.gatehouse.testkit.contract.HandshakesContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class PostgresHandshakesTest extends HandshakesContract {
  private static Postgres postgres;

  @BeforeAll
  static void open() {
    postgres = Postgres.open(ScratchPostgres.settings(ScratchPostgres.database()));
  }

  @AfterAll
  static void close() {
    postgres.close();
  }

  @Override
  protected Storage storage() {
    return postgres;
  }
}
