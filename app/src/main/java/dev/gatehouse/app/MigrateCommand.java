package dev.gatehouse.app;

import dev.gatehouse.app.config.Configuration;
import dev.gatehouse.app.seeing.Logs;
import dev.gatehouse.postgres.Postgres;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code migrate}: the only thing that changes the schema of a database of yours. */
@Command(name = "migrate", description = "Brings the schema of the database up to this version.")
final class MigrateCommand implements Callable<Integer> {
  private final Outside outside;

  @Option(names = "--config", description = "Instead of ./gatehouse.conf.")
  private Optional<Path> file = Optional.empty();

  MigrateCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() {
    Logs.forCommands();
    Postgres.migrate(Configuration.database(outside.given(file)).settings());
    outside.out().println("the schema is up to date");
    return 0;
  }
}
