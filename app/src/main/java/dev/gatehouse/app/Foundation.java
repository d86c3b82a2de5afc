package dev.gatehouse.app;

import dev.gatehouse.app.config.Configuration;
import dev.gatehouse.app.embedded.DataFolder;
import dev.gatehouse.app.embedded.EmbeddedPostgres;
import dev.gatehouse.app.embedded.NotThere;
import dev.gatehouse.domain.secret.MasterKeys;
import dev.gatehouse.port.Outage;
import dev.gatehouse.port.Randomness;
import dev.gatehouse.postgres.Postgres;
import java.nio.file.Path;
import java.util.Optional;

/** What the core stands on: a database, and the master keys that never are in it. */
record Foundation(Postgres storage, Postgres.Settings settings, MasterKeys master) {
  private static final String MASTER_KEY = "master.key";

  /** The database and keys that were configured. Never migrates. */
  static Foundation production(Configuration config, Closing closing) {
    Postgres.Settings settings = config.database().orElseThrow().settings();
    return new Foundation(opened(settings, closing), settings, config.master().orElseThrow());
  }

  /** A database and keys of its own, in the data folder, which nobody else uses meanwhile. */
  static Foundation embedded(DataFolder folder, Randomness randomness, Closing closing) {
    MasterKeys master = master(folder.path(), randomness);
    EmbeddedPostgres postgres = closing.add(EmbeddedPostgres.start(folder, randomness));
    Postgres.Settings settings = postgres.settings();
    return new Foundation(closing.add(migrated(settings)), settings, master);
  }

  /** As {@link #embedded}, or beside the server that uses the data folder now. */
  static Foundation besideEmbedded(Path dataDir, Randomness randomness, Closing closing) {
    Optional<Postgres.Settings> running = EmbeddedPostgres.running(dataDir, randomness);
    return running
        .map(settings ->
            new Foundation(opened(settings, closing), settings, master(dataDir, randomness)))
        .orElseGet(() -> embedded(closing.add(DataFolder.open(dataDir)), randomness, closing));
  }

  private static MasterKeys master(Path folder, Randomness randomness) {
    return MasterKeys.of(DataFolder.secret(folder, MASTER_KEY, MasterKeys.KEY_BYTES, randomness));
  }

  /** Looking is faster than migrating, and mostly there is nothing to do. */
  private static Postgres migrated(Postgres.Settings settings) {
    try {
      return Postgres.open(settings);
    } catch (IllegalStateException old) {
      Postgres.migrate(settings);
      return Postgres.open(settings);
    }
  }

  private static Postgres opened(Postgres.Settings settings, Closing closing) {
    try {
      return closing.add(Postgres.open(settings));
    } catch (Outage e) {
      throw new NotThere("the database cannot be reached", e);
    } catch (IllegalStateException e) {
      // its message says what there is and what is needed; there is no more to it
      throw new NotThere(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String toString() {
    return "Foundation[…]";
  }
}
