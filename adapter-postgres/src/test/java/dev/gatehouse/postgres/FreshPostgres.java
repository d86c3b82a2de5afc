package dev.gatehouse.postgres;

import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A fresh database for the test class where it is registered. */
final class FreshPostgres implements BeforeAllCallback, AfterAllCallback {
  private Optional<Postgres> storage = Optional.empty();

  Postgres storage() {
    return storage.orElseThrow();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    storage = Optional.of(Postgres.open(ScratchPostgres.settings(ScratchPostgres.database())));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    storage.ifPresent(Postgres::close);
  }
}
