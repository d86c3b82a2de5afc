package dev.gatehouse.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** What refreshing costs among few accounts and among many, side by side on one PostgreSQL: the same number of sessions is refreshed. */
final class Scale {
  private static final int ROUNDS = 5;
  private static final int CLIENTS = 64;

  private Scale() {}

  static void measure(Bench bench, int accounts) {
    try (Site small = bench.site(Site.ACTIVE);
        Site large = bench.site(accounts);
        ServerProcess few = bench.server(small, "");
        ServerProcess many = bench.server(large, "");
        Report report = bench.report("scale")) {
      int stride = accounts / Site.ACTIVE;
      Bench longer = bench.with(bench.seconds().multipliedBy(5));
      longer.refresh(few, CLIENTS, small.tokens(0));
      longer.refresh(many, CLIENTS, large.tokens(0));
      List<Figure> among = new ArrayList<>();
      List<Figure> side = new ArrayList<>();
      List<Figure> apart = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        small.renew();
        large.renew();
        among.add(bench.refresh(few, CLIENTS, small.tokens(1)));
        side.add(bench.refresh(many, CLIENTS, large.tokens(1)));
        apart.add(bench.refresh(many, CLIENTS, large.tokens(2, stride)));
      }
      report.line(
          "JDK %d; %d clients, %,d sessions refreshed; medians of %d rounds.",
          Runtime.version().feature(), CLIENTS, Site.ACTIVE, ROUNDS);
      report.line("");
      report.line("| accounts | sessions | refreshed | per second | p50 ms | p99 ms | cost |");
      report.line("|---|---|---|---|---|---|---|");
      row(report, Site.ACTIVE, "those of 10,000 accounts", among, among);
      row(report, accounts, "those of 10,000 accounts side by side", side, among);
      row(report, accounts, "of accounts all over the table", apart, among);
    }
  }

  private static void row(
      Report report, int accounts, String which, List<Figure> rounds, List<Figure> first) {
    Figure figure = Figure.median(rounds);
    report.line(
        "| %,d | %,d | %s | %s | %.2f |",
        accounts,
        accounts * Site.SESSIONS,
        which,
        figure.cells(),
        Figure.median(first).of(figure));
  }
}
