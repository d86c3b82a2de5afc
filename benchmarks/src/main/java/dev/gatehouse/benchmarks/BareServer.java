package dev.gatehouse.benchmarks;

import io.javalin.Javalin;
import java.net.URI;
import java.util.Map;

/** One route of Javalin's that answers what GET /auth/check does, and nothing else: what the machine and the library can do. */
final class BareServer {
  private static final int VIRTUAL_THREADS = 21;

  /** Those of the answer to {@code GET /auth/check}, so that as much is written. */
  private static final Map<String, String> HEADERS = Map.ofEntries(
      Map.entry("X-Content-Type-Options", "nosniff"),
      Map.entry("X-Frame-Options", "DENY"),
      Map.entry("Referrer-Policy", "no-referrer"),
      Map.entry("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
      Map.entry("Cross-Origin-Opener-Policy", "same-origin"),
      Map.entry("Cross-Origin-Resource-Policy", "same-origin"),
      Map.entry("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
      Map.entry("Cache-Control", "no-store"),
      Map.entry("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
      Map.entry("X-Request-ID", "0123456789abcdef-123456"),
      Map.entry("Vary", "Origin"),
      Map.entry("X-Auth-Subject", "01980000-0000-7000-8000-000000000000"),
      Map.entry("X-Auth-Session", "01980000-0000-7000-8000-000000000000"),
      Map.entry("X-Auth-Realm", "main"),
      Map.entry("X-Auth-Acr", "aal1"),
      Map.entry("X-Auth-Roles", "user"));

  private final Javalin javalin;

  BareServer() {
    javalin = Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.startup.startupWatcherEnabled = false;
          config.concurrency.useVirtualThreads = Runtime.version().feature() >= VIRTUAL_THREADS;
          config.jetty.host = "127.0.0.1";
          config.jetty.port = 0;
          config.routes.get("/check", context -> {
            context.status(204);
            HEADERS.forEach(context::header);
          });
        })
        .start();
  }

  /** As a process of its own: prints where it is, and serves until it is ended. */
  public static void main(String[] args) throws InterruptedException {
    BareServer server = new BareServer();
    System.out.println("ready " + server.url());
    Thread.currentThread().join();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + javalin.port() + "/check");
  }
}
