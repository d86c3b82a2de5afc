package dev.gatehouse.app;

import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.token.KeyUse;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keys}: what an operator does to the key rings. */
@Command(
    name = "keys",
    description = "Rotates keys, or withdraws one.",
    synopsisSubcommandLabel = "COMMAND")
final class KeysCommand {
  /** {@code keys rotate}. */
  @Command(name = "rotate", description = "The next key takes over as soon as every node knows it.")
  static final class Rotate extends OnTheCore {
    @Option(
        names = "--use",
        defaultValue = "ACCESS_TOKEN",
        description = "Which ring: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless said.")
    private KeyUse use = KeyUse.ACCESS_TOKEN;

    Rotate(Outside outside) {
      super(outside);
    }

    @Override
    String act(House house, Actor operator) {
      return "the next key takes over at " + house.gatehouse().rotateKeys().handle(operator, use);
    }
  }

  /** {@code keys compromise}. */
  @Command(
      name = "compromise",
      description = "Withdraws a key at once, on every node: nothing it made is good any more.")
  static final class Compromise extends OnTheCore {
    @Parameters(paramLabel = "<kid>", description = "Its name, as in the JWK Set.")
    private String kid = "";

    Compromise(Outside outside) {
      super(outside);
    }

    @Override
    String act(House house, Actor operator) {
      house.gatehouse().withdrawKey().handle(operator, kid);
      return "withdrawn; another key has taken its place";
    }
  }
}
