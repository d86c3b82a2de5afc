package dev.gatehouse.app;

import dev.gatehouse.app.config.Configuration;
import dev.gatehouse.app.config.Mode;
import dev.gatehouse.app.seeing.Logs;
import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.realm.Realm;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command of an operator's, carried out on the core beside the servers that run, which learn of it as of what any other node does. */
abstract class OnTheCore implements Callable<Integer> {
  private final Outside outside;

  @Option(names = "--config", description = "Instead of ./gatehouse.conf.")
  private Optional<Path> file = Optional.empty();

  @Option(names = "--dev", description = "On the database of ./gatehouse dev.")
  private boolean dev;

  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // the command line sets the specification
  OnTheCore(Outside outside) {
    this.outside = outside;
  }

  /** What there is to work with. */
  record House(Gatehouse gatehouse, Foundation foundation, Configuration config) {}

  /** What an argument stands for; one that stands for nothing is a mistake of the caller's, told as every other. */
  final <T> T meant(Supplier<T> argument) {
    try {
      return argument.get();
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
    }
  }

  /**
   * Looks at what was said, before anything is opened.
   *
   * @throws IllegalArgumentException when it stands for nothing
   */
  void judge(Configuration config) {}

  /** Returns what to say of it. */
  abstract String act(House house, Actor operator);

  @Override
  public Integer call() throws InterruptedException {
    Logs.forCommands();
    Configuration config = Configuration.read(outside.given(file), dev ? Mode.DEV : Mode.SERVE);
    meant(() -> {
      judge(config);
      return config;
    });
    try (Closing closing = new Closing()) {
      if (dev) {
        // the database may be one that this command brings up
        closing.onSignal();
      }
      String said =
          closing.during(() -> act(house(config, closing), Actor.operator("command line")));
      outside.out().println(said);
    }
    return 0;
  }

  private House house(Configuration config, Closing closing) {
    World world = outside.world();
    Foundation foundation = dev
        ? Foundation.besideEmbedded(config.dataDir(), world.randomness(), closing)
        : Foundation.production(config, closing);
    Realm[] realms =
        Core.realms(config.realms(), config.http().origin(config.http().port()));
    Gatehouse gatehouse =
        Core.builder(foundation, world, Engines.prepared(world), realms).build();
    return new House(gatehouse, foundation, config);
  }
}
