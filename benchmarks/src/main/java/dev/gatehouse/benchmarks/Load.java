package dev.gatehouse.benchmarks;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.RefreshToken;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/** The server against what the machine can do: the same statement by pgbench, the same answer by a bare route. */
final class Load {
  private static final List<Integer> CLIENTS = List.of(1, 8, 64);

  private final Bench bench;
  private final Site site;
  private final Report report;

  private Load(Bench bench, Site site, Report report) {
    this.bench = bench;
    this.site = site;
    this.report = report;
  }

  static void measure(Bench bench) throws IOException, InterruptedException, ExecutionException {
    try (Site site = bench.site(Site.ACTIVE);
        Report report = bench.report("load")) {
      report.line("JDK %d; %,d accounts.", Runtime.version().feature(), Site.ACTIVE);
      report.line("");
      report.line("| clients | what | per second | p50 ms | p99 ms | ratio |");
      report.line("|---|---|---|---|---|---|");
      for (int clients : CLIENTS) {
        new Load(bench, site, report).measure(clients);
      }
    }
  }

  private void measure(int clients) throws IOException, InterruptedException, ExecutionException {
    Figure statement = Pgbench.rotate(site, bench.folder(), clients, bench.seconds());
    row(clients, "(a) pgbench, the statement of a refresh", statement, "");
    site.renew();
    inProcess(clients);
    site.renew();
    Figure inProcess = inProcess(clients);
    row(
        clients,
        "(b) `RotateSession` in this JVM",
        inProcess,
        ratio("(a)", inProcess.of(statement)));
    try (ServerProcess server = bench.server(site, "")) {
      Figure refresh = refresh(server, clients);
      row(clients, "(c) `POST /auth/refresh`", refresh, ratio("(a)", refresh.of(statement)));
      check(server, clients);
      Figure login = bench.login(server, clients);
      row(clients, "(f) `POST /auth/login`, Argon2id", login, ratio("(c)", login.of(refresh)));
      light(clients, login);
      Figure register = bench.register(server, clients);
      row(clients, "(g) `POST /auth/register`", register, ratio("(f)", register.of(login)));
    }
  }

  private void check(ServerProcess server, int clients) throws IOException {
    String token = server.accessToken(site.tokens(1).get(0));
    bench.check(server, clients, token);
    Figure check = bench.check(server, clients, token);
    Figure bare = Aside.run(BareServer.class, List.of(), url -> twice(url, clients, List.of()));
    row(clients, "(d) `GET /auth/check`", check, ratio("(e)", check.of(bare)));
    row(clients, "(e) a bare route of Javalin's", bare, "");
  }

  private void light(int clients, Figure login) throws IOException {
    Figure light = Aside.run(
        LightServer.class, LightServer.arguments(site), url -> twice(url, clients, bench.logins()));
    row(clients, "(f) the same, a trivial hash", light, ratio("(f)", light.of(login)));
  }

  /** The first run warms up what is measured. */
  private Figure twice(URI url, int clients, List<String> rest) {
    Wrk.run(bench.folder(), url, clients, bench.seconds(), rest);
    return Wrk.run(bench.folder(), url, clients, bench.seconds(), rest);
  }

  private Figure inProcess(int clients) throws InterruptedException, ExecutionException {
    Gatehouse gatehouse = site.gatehouse();
    Realm realm = gatehouse.realm(Site.REALM);
    List<String> tokens = site.tokens(1);
    int share = tokens.size() / clients;
    return ClosedLoop.run(clients, bench.seconds(), number -> {
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

  private Figure refresh(ServerProcess server, int clients) {
    site.renew();
    bench.refresh(server, clients, site.tokens(2));
    site.renew();
    return bench.refresh(server, clients, site.tokens(2));
  }

  private void row(int clients, String what, Figure figure, String ratio) {
    report.line("| %d | %s | %s | %s |", clients, what, figure.cells(), ratio);
  }

  private static String ratio(String of, double ratio) {
    return String.format(Locale.ROOT, "%.2f of %s", ratio, of);
  }
}
