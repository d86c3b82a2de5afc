package dev.gatehouse.app;

import dev.gatehouse.app.config.Configuration;
import dev.gatehouse.app.config.Mode;
import dev.gatehouse.app.seeing.Logs;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dev}: embedded mode. */
@Command(
    name = "dev",
    description =
        "Runs everything in one process on this machine, for developing: PostgreSQL and mailbox included.")
final class DevCommand implements Callable<Integer> {
  private final Outside outside;

  @Option(names = "--config", description = "Instead of ./gatehouse.conf.")
  private Optional<Path> file = Optional.empty();

  DevCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() throws InterruptedException {
    Logs.forPeople();
    Configuration config = Configuration.read(outside.given(file), Mode.DEV);
    return new Life(outside).live(config);
  }
}
