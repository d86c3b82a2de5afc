package dev.gatehouse.app;

import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.token.KeyEntry;
import dev.gatehouse.domain.token.KeyUse;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keys}: what an operator does to the key rings. */
@Command(
    name = "keys",
    description = "Lists keys, rotates or reseals them, or withdraws one.",
    synopsisSubcommandLabel = "COMMAND")
final class KeysCommand {
  /** {@code keys list}. */
  @Command(
      name = "list",
      description = "Says which keys there are, of every ring and in every state; nothing secret.")
  static final class Listing extends OnTheCore {
    private static final String ROW = "%-43s  %-13s  %-9s  %-9s  %s";

    Listing(Outside outside) {
      super(outside);
    }

    @Override
    String act(House house, Actor operator) {
      Stream<String> rows = house.foundation().storage().keys().all().stream()
          .sorted(Comparator.comparing(KeyEntry::use).thenComparing(KeyEntry::version))
          .map(key -> ROW.formatted(
              key.kid(),
              key.use(),
              key.algorithm(),
              key.state(),
              key.since().truncatedTo(ChronoUnit.SECONDS)));
      return Stream.concat(
              Stream.of(ROW.formatted("KID", "USE", "ALGORITHM", "STATE", "SINCE")), rows)
          .collect(Collectors.joining(System.lineSeparator()));
    }
  }

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

  /** {@code keys reseal}. */
  @Command(
      name = "reseal",
      description = "Seals every key anew under the newest master key, so that older ones can go.")
  static final class Reseal extends OnTheCore {
    Reseal(Outside outside) {
      super(outside);
    }

    @Override
    String act(House house, Actor operator) {
      return house.gatehouse().resealKeys().handle(operator)
          + " keys and second factors were sealed under an older master key; all are under the newest now";
    }
  }

  /** {@code keys compromise}. */
  @Command(
      name = "compromise",
      description = "Withdraws a key at once, on every node: nothing it made is good any more.")
  static final class Compromise extends OnTheCore {
    @Parameters(paramLabel = "<kid>", description = "Its name, as keys list has it.")
    private String kid = "";

    Compromise(Outside outside) {
      super(outside);
    }

    @Override
    String act(House house, Actor operator) {
      return Missing.unless(
          () -> {
            house.gatehouse().withdrawKey().handle(operator, kid);
            return "withdrawn; another key has taken its place";
          },
          () -> "there is no key '" + kid
              + "', or it is withdrawn already; keys list says which there are");
    }
  }
}
