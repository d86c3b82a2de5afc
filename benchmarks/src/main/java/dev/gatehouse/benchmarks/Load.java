package dev.gatehouse.benchmarks;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.RefreshToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The server against what the machine can do: the same statement by pgbench, the same answer by a bare route. */
final class Load {
  private static final List<Integer> CLIENTS = List.of(1, 8, 64);
  private static final int MOST = 64;

  /** How often as long as a measurement each is loaded before: compiled is what ran some ten thousand times. */
  private static final int WARM_UP = 6;

  /** The middle one of which counts, as what else the machine does comes and goes. */
  private static final int ROUNDS = 3;

  /** Of its throughput, at which it is looked at how long people wait. Whoever makes this load takes more of the machine than wrk does. */
  private static final List<Double> PARTS = List.of(0.25, 0.5);

  private final Bench bench;
  private final Site site;
  private final Report report;
  private final ServerProcess server;
  private final Aside bare;
  private final Aside light;

  private Load(
      Bench bench, Site site, Report report, ServerProcess server, Aside bare, Aside light) {
    this.bench = bench;
    this.site = site;
    this.report = report;
    this.server = server;
    this.bare = bare;
    this.light = light;
  }

  static void measure(Bench bench) throws InterruptedException, ExecutionException {
    try (Site site = bench.site(Site.ACTIVE);
        ServerProcess server = bench.server(site, "");
        Aside bare = new Aside(BareServer.class, List.of());
        Aside light = new Aside(LightServer.class, LightServer.arguments(site));
        Report report = bench.report("load")) {
      Load load = new Load(bench, site, report, server, bare, light);
      load.warmUp();
      report.line(
          "JDK %d; %,d accounts; (a) to (e) are medians of %d rounds.",
          Runtime.version().feature(), Site.ACTIVE, ROUNDS);
      report.line("");
      report.line("| clients | what | per second | p50 ms | p99 ms | ratio |");
      report.line("|---|---|---|---|---|---|");
      for (int clients : CLIENTS) {
        load.measure(clients);
      }
      try (Report paced = bench.report("paced")) {
        load.pace(paced);
      }
    }
  }

  /** At a part of what 64 clients got out of it just now. */
  private void pace(Report paced) throws InterruptedException, ExecutionException {
    site.renew();
    double refreshes = bench.refresh(server, MOST, site.tokens(2)).perSecond();
    String access = server.accessToken(site.tokens(0).get(MOST + ROUNDS));
    double checks = bench.check(server, MOST, access).perSecond();
    paced.line("| what | of what 64 clients reach | due per second | p50 ms | p99 ms |");
    paced.line("|---|---|---|---|---|");
    for (double part : PARTS) {
      site.renew();
      List<String> tokens = site.tokens(1);
      int share = tokens.size() / MOST;
      pace(
          paced,
          "`POST /auth/refresh`",
          part,
          refreshes,
          number -> OpenLoop.refreshing(tokens.subList(number * share, (number + 1) * share)));
    }
    for (double part : PARTS) {
      pace(paced, "`GET /auth/check`", part, checks, number -> OpenLoop.checking(access));
    }
  }

  private void pace(
      Report paced, String what, double part, double most, IntFunction<OpenLoop.Asker> asker)
      throws InterruptedException, ExecutionException {
    Figure figure = new OpenLoop(server.at("/"), MOST, most * part, bench.seconds()).run(asker);
    paced.line("| %s | %.0f %% | %s |", what, part * 100, figure.cells());
  }

  private void warmUp() throws InterruptedException, ExecutionException {
    Bench longer = bench.with(bench.seconds().multipliedBy(WARM_UP));
    inProcess(longer, MOST);
    site.renew();
    longer.refresh(server, MOST, site.tokens(2));
    bench.check(server, MOST, server.accessToken(site.tokens(0).get(0)));
    Wrk.run(bench.folder(), bare.url(), MOST, bench.seconds(), List.of());
    Wrk.any(longer.folder(), light.url(), MOST, longer.seconds(), longer.logins());
  }

  private void measure(int clients) throws InterruptedException, ExecutionException {
    Rounds statement = new Rounds();
    Rounds inProcess = new Rounds();
    Rounds refresh = new Rounds();
    Rounds check = new Rounds();
    Rounds nothing = new Rounds();
    for (int round = 0; round < ROUNDS; round++) {
      statement.add(Pgbench.rotate(site, bench.folder(), clients, bench.seconds()));
      site.renew();
      inProcess.add(inProcess(bench, clients));
      site.renew();
      refresh.add(bench.refresh(server, clients, site.tokens(2)));
      check.add(
          bench.check(server, clients, server.accessToken(site.tokens(0).get(clients + round))));
      nothing.add(Wrk.run(bench.folder(), bare.url(), clients, bench.seconds(), List.of()));
    }
    row(clients, "(a) pgbench, the statement of a refresh", statement.median(), "");
    row(
        clients,
        "(b) `RotateSession` in this JVM",
        inProcess.median(),
        ratio("(a)", inProcess.of(statement)));
    row(clients, "(c) `POST /auth/refresh`", refresh.median(), ratio("(a)", refresh.of(statement)));
    row(clients, "(d) `GET /auth/check`", check.median(), ratio("(e)", check.of(nothing)));
    row(clients, "(e) a bare route of Javalin's", nothing.median(), "");
    Figure login = bench.login(server, clients);
    row(
        clients,
        "(f) `POST /auth/login`, Argon2id",
        login,
        ratio("(c)", login.of(refresh.median())));
    Figure trivial = Wrk.any(bench.folder(), light.url(), clients, bench.seconds(), bench.logins());
    row(clients, "(f) the same, a trivial hash", trivial, ratio("(f)", trivial.of(login)));
    Figure register = bench.register(server, clients);
    row(clients, "(g) `POST /auth/register`", register, ratio("(f)", register.of(login)));
  }

  /** The same thing measured in each round. */
  private static final class Rounds {
    private final List<Figure> figures = new ArrayList<>();

    void add(Figure figure) {
      figures.add(figure);
    }

    Figure median() {
      return Figure.median(figures);
    }

    /** The middle one of the ratios, each of two that were measured one soon after the other. */
    double of(Rounds other) {
      return IntStream.range(0, figures.size())
          .mapToDouble(round -> figures.get(round).of(other.figures.get(round)))
          .sorted()
          .toArray()[figures.size() / 2];
    }
  }

  private Figure inProcess(Bench time, int clients)
      throws InterruptedException, ExecutionException {
    Gatehouse gatehouse = site.gatehouse();
    Realm realm = gatehouse.realm(Site.REALM);
    List<String> tokens = site.tokens(1);
    int share = tokens.size() / clients;
    return ClosedLoop.run(clients, time.seconds(), number -> {
      Client client = Client.bearer(realm, "203.0.113.7", "benchmark");
      String[] own = tokens.subList(number * share, (number + 1) * share).toArray(String[]::new);
      int[] turn = new int[1];
      return () -> {
        int which = turn[0]++ % own.length;
        own[which] = gatehouse
            .rotateSession()
            .handle(client, new RefreshToken(own[which]))
            .refresh()
            .reveal();
      };
    });
  }

  private void row(int clients, String what, Figure figure, String ratio) {
    report.line("| %d | %s | %s | %s |", clients, what, figure.cells(), ratio);
  }

  private static String ratio(String of, double ratio) {
    return String.format(Locale.ROOT, "%.2f of %s", ratio, of);
  }
}
