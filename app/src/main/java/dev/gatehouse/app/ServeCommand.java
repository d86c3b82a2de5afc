package dev.gatehouse.app;

import dev.gatehouse.app.config.Configuration;
import dev.gatehouse.app.config.Mode;
import dev.gatehouse.app.seeing.Logs;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code serve}: production. */
@Command(
    name = "serve",
    description =
        "Runs the server on a database of yours. Does not migrate it: that is the command migrate.")
final class ServeCommand implements Callable<Integer> {
  private final Outside outside;

  @Option(names = "--config", description = "Instead of ./gatehouse.conf.")
  private Optional<Path> file = Optional.empty();

  ServeCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() throws InterruptedException {
    Logs.forMachines();
    Configuration config = Configuration.read(outside.given(file), Mode.SERVE);
    return new Life(outside).live(config);
  }
}
