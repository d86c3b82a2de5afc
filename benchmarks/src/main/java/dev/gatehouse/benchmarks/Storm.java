package dev.gatehouse.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Refreshing while more people sign in than passwords can be hashed for. */
final class Storm {
  private static final int CLIENTS = 64;
  private static final int SIGNING_IN = 32;

  private Storm() {}

  static void measure(Bench bench) throws InterruptedException, ExecutionException {
    try (Site site = bench.site(Site.ACTIVE);
        ServerProcess server = bench.server(site, "");
        Report report = bench.report("storm")) {
      // compiled is what ran some ten thousand times
      refresh(bench.with(bench.seconds().multipliedBy(6)), site, server);
      Figure calm = refresh(bench, site, server);
      site.renew();
      // what is measured begins after the storm and ends before it
      Bench longer = bench.with(bench.seconds().plusSeconds(6));
      CompletableFuture<Figure> storm = CompletableFuture.supplyAsync(() ->
          Wrk.any(longer.folder(), server.at("/"), SIGNING_IN, longer.seconds(), longer.logins()));
      Thread.sleep(3000);
      Figure meanwhile = bench.refresh(server, CLIENTS, site.tokens(2));
      Figure logins = storm.get();
      int cores = Runtime.getRuntime().availableProcessors();
      int left = cores - Math.max(1, Math.min(4, cores - 1));
      report.line(
          "JDK %d; %d processors, of which hashing takes %d; %d clients refresh, %d sign in.",
          Runtime.version().feature(), cores, cores - left, CLIENTS, SIGNING_IN);
      report.line("");
      report.line("| what | per second | p50 ms | p99 ms | ratio |");
      report.line("|---|---|---|---|---|");
      report.line("| refreshing alone | %s | |", calm.cells());
      report.line(
          "| refreshing in the storm | %s | %.2f of alone; %.2f per remaining processor; p99 %.1f times |",
          meanwhile.cells(),
          meanwhile.of(calm),
          meanwhile.of(calm) * cores / Math.max(1, left),
          meanwhile.p99() / calm.p99());
      report.line("| signing in meanwhile | %s | |", logins.cells());
    }
  }

  private static Figure refresh(Bench bench, Site site, ServerProcess server) {
    site.renew();
    return bench.refresh(server, CLIENTS, site.tokens(1));
  }
}
