package dev.gatehouse.app;

import dev.gatehouse.app.config.Configuration;
import dev.gatehouse.app.config.Given;
import dev.gatehouse.app.config.Mode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code config}: looks at the configuration and touches nothing. */
@Command(
    name = "config",
    description = "Checks the configuration.",
    synopsisSubcommandLabel = "COMMAND")
final class ConfigCommand {
  /** {@code config check}. */
  @Command(
      name = "check",
      description = "Says what is configured, and everything that is wrong with it.")
  static final class Check implements Callable<Integer> {
    private final Outside outside;

    @Option(names = "--config", description = "Instead of ./gatehouse.conf.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--dev", description = "As for ./gatehouse dev.")
    private boolean dev;

    Check(Outside outside) {
      this.outside = outside;
    }

    @Override
    public Integer call() {
      Given given = outside.given(file);
      given.lines().forEach(outside.out()::println);
      Configuration.read(given, dev ? Mode.DEV : Mode.SERVE);
      outside.out().println("the configuration is good");
      return 0;
    }
  }
}
