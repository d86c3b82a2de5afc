package dev.gatehouse.app;

import dev.gatehouse.jwt.JwtAccessTokens;
import dev.gatehouse.password.Passwords;
import dev.gatehouse.port.CommonPasswords;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What computes and asks nobody. It takes a while to find out what this machine can, so that goes on while the database starts. */
record Engines(Passwords passwords, CommonPasswords common, JwtAccessTokens tokens) {
  static Future<Engines> preparing(World world) {
    return CompletableFuture.supplyAsync(() -> prepared(world));
  }

  static Engines prepared(World world) {
    return new Engines(
        Passwords.open(Passwords.Settings.DEFAULT, world.randomness()),
        Passwords.common(),
        new JwtAccessTokens());
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
