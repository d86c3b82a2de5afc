package dev.gatehouse.password;

import dev.gatehouse.port.Outage;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * An engine that computes on threads of its own, while its caller waits. A hash in native code keeps a virtual thread on its carrier, of which there
 * are as many as processors: a few hashes, and nobody else on a virtual thread gets on.
 */
record OnThreads(Argon2Engine engine, Executor threads) implements Argon2Engine {
  private static final Duration WHEN_CLOSED = Duration.ofSeconds(1);

  @Override
  public String name() {
    return engine.name();
  }

  /** Waits to the end even when interrupted: the input is wiped after it. */
  @Override
  public byte[] tag(Argon2Recipe recipe, Argon2Input input) {
    try {
      return CompletableFuture.supplyAsync(() -> engine.tag(recipe, input), threads)
          .join();
    } catch (RejectedExecutionException closed) {
      throw new Outage("password hashing", WHEN_CLOSED, closed);
    } catch (CompletionException failed) {
      throw unwrapped(failed);
    }
  }

  private static RuntimeException unwrapped(CompletionException failed) {
    if (failed.getCause() instanceof Error error) {
      throw error;
    }
    return failed.getCause() instanceof RuntimeException cause ? cause : failed;
  }
}
