package dev.gatehouse.app;

import dev.gatehouse.app.config.Configuration;
import dev.gatehouse.app.config.Mode;
import dev.gatehouse.app.seeing.Logs;
import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.domain.event.Actor;
import dev.gatehouse.domain.realm.Realm;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** A command of an operator's, carried out on the core beside the servers that run, which learn of it as of what any other node does. */
abstract class OnTheCore implements Callable<Integer> {
  private static final URI ANY_URL = URI.create("http://localhost");

  private final Outside outside;

  @Option(names = "--config", description = "Instead of ./gatehouse.conf.")
  private Optional<Path> file = Optional.empty();

  @Option(names = "--dev", description = "On the database of ./gatehouse dev.")
  private boolean dev;

  OnTheCore(Outside outside) {
    this.outside = outside;
  }

  /** What there is to work with. */
  record House(Gatehouse gatehouse, Foundation foundation, Configuration config) {
    Realm realm(Optional<String> key) {
      return gatehouse.realm(key.or(() -> config.realms().fallback().map(Object::toString))
          .orElseGet(() -> config.realms().realms().get(0).key().value()));
    }
  }

  /** Returns what to say of it. */
  abstract String act(House house, Actor operator);

  @Override
  public Integer call() {
    Logs.forCommands();
    Configuration config = Configuration.read(outside.given(file), dev ? Mode.DEV : Mode.SERVE);
    World world = outside.world();
    try (Closing closing = new Closing()) {
      Foundation foundation = dev
          ? Foundation.besideEmbedded(config.dataDir(), world.randomness(), closing)
          : Foundation.production(config, closing);
      Realm[] realms = Core.realms(config.realms(), config.http().publicUrl().orElse(ANY_URL));
      Gatehouse gatehouse =
          Core.builder(foundation, world, Engines.prepared(world), realms).build();
      outside
          .out()
          .println(act(new House(gatehouse, foundation, config), Actor.operator("command line")));
    }
    return 0;
  }
}
