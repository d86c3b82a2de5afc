package dev.gatehouse.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.domain.token.AccessToken;
import dev.gatehouse.port.Outage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Asks the server for the one token (RFC 7662), where what is known here is too old. Of one token one asks while the others wait for that answer, and
 * no more than a few ask at once: a server in trouble is not asked by every request of everybody.
 */
final class Introspection {
  private static final int AT_ONCE = 16;
  private static final Duration PATIENCE = Duration.ofMillis(250);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Server server;
  private final Map<String, CompletableFuture<Boolean>> asked = new ConcurrentHashMap<>();
  private final Semaphore room = new Semaphore(AT_ONCE);

  Introspection(Server server) {
    this.server = server;
  }

  /** @throws Outage when the server does not say, or too many ask */
  boolean active(AccessToken token) {
    CompletableFuture<Boolean> mine = new CompletableFuture<>();
    Optional<CompletableFuture<Boolean>> others =
        Optional.ofNullable(asked.putIfAbsent(token.reveal(), mine));
    if (others.isPresent()) {
      return joined(others.get());
    }
    try {
      boolean active = ask(token);
      mine.complete(active);
      return active;
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      asked.remove(token.reveal(), mine);
    }
  }

  private static boolean joined(CompletableFuture<Boolean> others) {
    try {
      return others.join();
    } catch (CompletionException e) {
      throw new Outage("Gatehouse", SOON, e);
    }
  }

  private boolean ask(AccessToken token) {
    if (!entered()) {
      throw new Outage("introspection", SOON);
    }
    try {
      JsonNode active = Json.read(server.introspect(token), "introspection").path("active");
      if (!active.isBoolean()) {
        throw Server.notUnderstood("introspection");
      }
      return active.booleanValue();
    } finally {
      room.release();
    }
  }

  private boolean entered() {
    try {
      return room.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
