package dev.gatehouse.laws;

import dev.gatehouse.postgres.Postgres;
import dev.gatehouse.postgres.ScratchPostgres;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.ds.PGSimpleDataSource;

/** A fresh database for a test class where it is registered in a static field, and for each test where in any other. */
final class FreshPostgres
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  private boolean ofClass;
  private Optional<PGSimpleDataSource> database = Optional.empty();
  private Optional<Postgres> storage = Optional.empty();

  Postgres storage() {
    return storage.orElseThrow();
  }

  /** The database itself, to be looked into. */
  DataSource database() {
    return database.orElseThrow();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    ofClass = true;
    open();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (!ofClass) {
      open();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!ofClass) {
      close();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  private void open() {
    PGSimpleDataSource fresh = ScratchPostgres.database();
    database = Optional.of(fresh);
    storage = Optional.of(Postgres.open(ScratchPostgres.settings(fresh)));
  }

  private void close() {
    storage.ifPresent(Postgres::close);
  }
}
