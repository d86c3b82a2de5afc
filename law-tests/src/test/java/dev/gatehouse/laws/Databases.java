package dev.gatehouse.laws;

import dev.gatehouse.postgres.Postgres;
import dev.gatehouse.postgres.ScratchPostgres;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Empty databases for one test, opened as it wants them; closed when it ends. */
final class Databases implements AfterEachCallback {
  private static final int CONNECTIONS = 12;

  private final List<Postgres> open = new ArrayList<>();

  synchronized Postgres fresh() {
    Postgres postgres = Postgres.open(
        ScratchPostgres.settings(ScratchPostgres.database()).withPoolSize(CONNECTIONS));
    open.add(postgres);
    return postgres;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    open.forEach(Postgres::close);
  }
}
