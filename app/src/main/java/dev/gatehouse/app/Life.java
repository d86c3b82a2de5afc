package dev.gatehouse.app;

import dev.gatehouse.app.config.Configuration;
import dev.gatehouse.app.config.Mode;
import java.net.URI;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From start to stop. */
final class Life {
  private static final Logger LOG = LoggerFactory.getLogger(Life.class);

  private final Outside outside;

  Life(Outside outside) {
    this.outside = outside;
  }

  /** Serves until the process is told to stop; returns only if it cannot start. */
  int live(Configuration config) throws InterruptedException {
    return live(config, base -> {});
  }

  /** As {@link #live(Configuration)}; whoever wants to know is told where it answers. */
  int live(Configuration config, Consumer<URI> ready) throws InterruptedException {
    Closing closing = new Closing();
    closing.onSignal();
    URI base = closing.during(() -> new Server(config, outside.world(), closing).start());
    if (config.mode() == Mode.DEV) {
      Server.banner(base).forEach(LOG::info);
    }
    outside.out().println(ReadyFile.line(base));
    ready.accept(base);
    outside.out().flush();
    Closing.untilTheEnd();
    return 0;
  }
}
