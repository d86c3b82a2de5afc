package dev.gatehouse.benchmarks;

import io.javalin.Javalin;
import java.net.URI;

/** One route of Javalin's that answers what GET /auth/check does, and nothing else: what the machine and the library can do. */
final class BareServer {
  private static final int VIRTUAL_THREADS = 21;

  private final Javalin javalin;

  BareServer() {
    javalin = Javalin.create(config -> {
          config.startup.showJavalinBanner = false;
          config.startup.startupWatcherEnabled = false;
          config.concurrency.useVirtualThreads = Runtime.version().feature() >= VIRTUAL_THREADS;
          config.jetty.host = "127.0.0.1";
          config.jetty.port = 0;
          config.routes.get(
              "/check",
              context -> context
                  .status(204)
                  .header("X-Auth-Subject", "01980000-0000-7000-8000-000000000000")
                  .header("X-Auth-Session", "01980000-0000-7000-8000-000000000000"));
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
