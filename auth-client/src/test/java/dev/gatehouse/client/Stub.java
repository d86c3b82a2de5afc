package dev.gatehouse.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Something that answers in the server's place whatever it is told to. */
final class Stub implements AutoCloseable {
  static final String NOTHING_NEW =
      "{\"revocations\":[],\"cursor\":\"1\",\"as_of\":\"2026-01-01T00:00:00Z\"}";

  final AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(0));

  /** How many of the next requests are not answered, as their connections are closed. */
  final AtomicInteger hangUps = new AtomicInteger();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Said> said = new ConcurrentHashMap<>();

  private record Said(int status, String body, Map<String, String> headers) {}

  Stub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    say(Site.KEYS, 200, "{\"keys\":[]}");
    say(Site.FEED, 200, NOTHING_NEW);
    say(Site.INTROSPECTION, 200, "{\"active\":true}");
  }

  Stub say(String path, int status, String body) {
    return say(path, status, body, Map.of());
  }

  Stub say(String path, int status, String body, Map<String, String> headers) {
    said.put(path, new Said(status, body, headers));
    return this;
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (hangUps.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      exchange.close();
      return;
    }
    String path = exchange.getRequestURI().getPath();
    Said answer = said.entrySet().stream()
        .filter(entry -> path.endsWith(entry.getKey()))
        .findFirst()
        .orElseThrow()
        .getValue();
    try (exchange) {
      gate.get().await();
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    gate.get().countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
