package dev.gatehouse.app;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code help}: also of a command below another, such as {@code help keys rotate}. */
@Command(name = "help", description = "Says how a command is used.", helpCommand = true)
final class HelpCommand implements Callable<Integer> {
  @Parameters(paramLabel = "COMMAND", description = "Which one; all of them unless said.")
  private List<String> words = List.of();

  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // the command line sets the specification
  HelpCommand() {}

  @Override
  public Integer call() {
    CommandLine at = spec.parent().commandLine();
    for (String word : words) {
      at = below(at, word);
    }
    at.usage(at.getOut());
    return 0;
  }

  private static CommandLine below(CommandLine at, String word) {
    return Optional.ofNullable(at.getSubcommands().get(word))
        .orElseThrow(() -> new ParameterException(
            at,
            "there is no command '" + word + "'; there are "
                + at.getSubcommands().keySet()));
  }
}
