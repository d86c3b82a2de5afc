package dev.gatehouse.telegram.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Listens on this machine. Whoever in a browser calls us by another name than that of this machine, or from another site's page, is refused: any site can
 * send a browser here.
 */
final class Web implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads;
  private final List<String> names;
  private final URI base;

  /** Answers what was asked. */
  @FunctionalInterface
  interface Door {
    Answer answer(Request request) throws InterruptedException;
  }

  private Web(HttpServer server, ExecutorService threads, String host) {
    this.server = server;
    this.threads = threads;
    int port = server.getAddress().getPort();
    this.names = Stream.of("127.0.0.1", "localhost", "[::1]", host)
        .map(name -> name + ":" + port)
        .toList();
    this.base = URI.create("http://" + host + ":" + port);
  }

  /** @throws UncheckedIOException when that port cannot be had */
  static Web open(InetAddress address, int port) {
    if (!address.isLoopbackAddress()) {
      throw new IllegalArgumentException(address.getHostAddress()
          + " can be reached from elsewhere; a loopback address is expected");
    }
    // or each answer waits for an acknowledgement of its first half
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
      ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "telegram-simulator");
        thread.setDaemon(true);
        return thread;
      });
      server.setExecutor(threads);
      return new Web(server, threads, written(address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String written(InetAddress address) {
    String host = address.getHostAddress();
    return host.indexOf(':') >= 0 ? "[::1]" : host;
  }

  URI base() {
    return base;
  }

  ExecutorService threads() {
    return threads;
  }

  void route(String prefix, Door door) {
    server.createContext(prefix, exchange -> serve(exchange, door));
  }

  void start() {
    server.start();
  }

  private void serve(HttpExchange exchange, Door door) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange, door);
      if (answer.status() == 0) {
        return;
      }
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      // with none at all a browser would not say that a form is our own page's
      exchange.getResponseHeaders().set("Referrer-Policy", "same-origin");
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(HttpExchange exchange, Door door) throws IOException {
    try {
      Request request = Request.read(exchange);
      String host = request.header("Host").orElse("");
      if (!names.contains(host)) {
        throw new Refusal(421, "this machine is called by its own name only");
      }
      if (request
          .header("Origin")
          .filter(origin -> !origin.equals("http://" + host))
          .isPresent()) {
        throw new Refusal(403, "another site has no business here");
      }
      return door.answer(request);
    } catch (Refusal refused) {
      return Answer.of(refused.status(), "text/plain; charset=utf-8", refused.words() + "\n");
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return Answer.none();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
