package dev.gatehouse.app;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code version}. */
@Command(name = "version", description = "Says which version this is, and of what it runs on.")
final class VersionCommand implements Callable<Integer> {
  private final Outside outside;

  VersionCommand(Outside outside) {
    this.outside = outside;
  }

  @Override
  public Integer call() {
    outside.out().println(words());
    return 0;
  }

  static String words() {
    Optional<String> version =
        Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion());
    return "gatehouse " + version.orElse("unpackaged") + " on Java " + Runtime.version();
  }
}
