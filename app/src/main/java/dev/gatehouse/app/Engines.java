package dev.gatehouse.app;

import dev.gatehouse.jwt.JwtAccessTokens;
import dev.gatehouse.password.Passwords;
import dev.gatehouse.port.CommonPasswords;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;

/** What computes and asks nobody. It takes a while to find out what this machine can, so that goes on while the database starts. */
record Engines(Passwords passwords, CommonPasswords common, JwtAccessTokens tokens) {
  private static final Passwords.Settings HASHING = Passwords.Settings.DEFAULT;

  /** For a server: hashes on threads of its own, for requests may be on virtual ones. */
  static Future<Engines> preparing(World world, Closing closing) {
    Executor threads = closing.add(new HashingThreads(hashingThreads()));
    return CompletableFuture.supplyAsync(
        () -> prepared(Passwords.open(HASHING, world.randomness(), threads)));
  }

  /** One processor is left to everything else, where there are more. */
  private static int hashingThreads() {
    int others = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    return Math.min(HASHING.maxConcurrent(), others);
  }

  /** For a command. */
  static Engines prepared(World world) {
    return prepared(Passwords.open(HASHING, world.randomness()));
  }

  private static Engines prepared(Passwords passwords) {
    // whoever sets a password waits for the list, and no start does
    CompletableFuture<CommonPasswords> list = CompletableFuture.supplyAsync(Passwords::common);
    return new Engines(passwords, word -> list.join().contains(word), new JwtAccessTokens());
  }

  static Engines of(Future<Engines> preparing) {
    try {
      return preparing.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the engines cannot be prepared", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at start", e);
    }
  }
}
