package dev.gatehouse.benchmarks;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.domain.realm.Realm;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.RefreshToken;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/**
 * Measures the server against what the machine can do, side by side in one run, and prints a table of ratios.
 *
 * <p>{@code Harness <home> [accounts] [seconds]}: the folder of the checkout, how many accounts there are, how long each thing is measured.
 */
public final class Harness {
  private static final List<Integer> CLIENTS = List.of(1, 8, 64);

  private final Path home;
  private final Path folder;
  private final Duration time;
  private final PrintStream out = System.out;

  private Harness(Path home, Duration time) throws IOException {
    this.home = home;
    this.time = time;
    this.folder = Files.createTempDirectory("harness-");
  }

  public static void main(String[] args) throws Exception {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    Path home = Path.of(args[0]).toAbsolutePath();
    int accounts = args.length > 1 ? Integer.parseInt(args[1]) : Site.ACTIVE;
    int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 5;
    new Harness(home, Duration.ofSeconds(seconds)).run(accounts);
  }

  private void run(int accounts) throws IOException, InterruptedException, ExecutionException {
    try (Site site = new Site(accounts)) {
      out.printf(
          "## %,d accounts, %,d sessions; JDK %s%n%n",
          accounts, accounts * Site.SESSIONS, Runtime.version().feature());
      out.println("| clients | what | per second | p50 ms | p99 ms | ratio |");
      out.println("|---|---|---|---|---|---|");
      for (int clients : CLIENTS) {
        measure(site, clients);
      }
    }
  }

  private void measure(Site site, int clients)
      throws IOException, InterruptedException, ExecutionException {
    Figure statement = Pgbench.rotate(site, folder, clients, time);
    row(clients, "(a) pgbench, the statement of a refresh", statement, "");
    site.renew();
    Figure inProcess = inProcess(site, clients);
    row(clients, "(b) RotateSession in this JVM", inProcess, ratio("(a)", inProcess.of(statement)));
    site.renew();
    try (ServerProcess server = new ServerProcess(home, folder, site, "")) {
      Figure refresh = refresh(site, server, clients);
      row(clients, "(c) POST /auth/refresh", refresh, ratio("(a)", refresh.of(statement)));
      String token = server.accessToken(site.tokens(1).get(0));
      List<String> headers =
          List.of("-H", "Host: id.example.com", "-H", "Authorization: Bearer " + token);
      Wrk.run(folder, server.at("/api/v1/auth/check"), clients, time, headers);
      Figure check = Wrk.run(folder, server.at("/api/v1/auth/check"), clients, time, headers);
      Figure bare = bare(clients);
      row(clients, "(d) GET /auth/check", check, ratio("(e)", check.of(bare)));
      row(clients, "(e) a bare route of Javalin's", bare, "");
      Figure login = Wrk.run(
          folder,
          server.at("/"),
          clients,
          time,
          List.of(
              "-s",
              Scripts.file(folder, "login.lua").toString(),
              "--",
              Integer.toString(Site.ACTIVE),
              Site.PASSWORD));
      row(clients, "(f) POST /auth/login", login, ratio("(c)", login.of(refresh)));
      Figure register = Wrk.run(
          folder,
          server.at("/"),
          clients,
          time,
          List.of("-s", Scripts.file(folder, "register.lua").toString()));
      row(clients, "(g) POST /auth/register", register, ratio("(f)", register.of(login)));
    }
  }

  private Figure inProcess(Site site, int clients) throws InterruptedException, ExecutionException {
    Gatehouse gatehouse = site.gatehouse(Site.hasher());
    Realm realm = gatehouse.realm(Site.REALM);
    List<String> tokens = site.tokens(1);
    int share = tokens.size() / clients;
    return ClosedLoop.run(clients, time, number -> {
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

  private Figure refresh(Site site, ServerProcess server, int clients) {
    Path tokens = Scripts.write(folder, "tokens", String.join("\n", site.tokens(2)) + "\n");
    List<String> script =
        List.of("-s", Scripts.file(folder, "refresh.lua").toString(), "--", tokens.toString());
    // the first run warms the server up
    Wrk.run(folder, server.at("/"), clients, time, script);
    site.renew();
    return Wrk.run(folder, server.at("/"), clients, time, script);
  }

  /** In a JVM of its own, as the server is. */
  private Figure bare(int clients) throws IOException {
    Process process = new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            BareServer.class.getName())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
    try {
      String ready = String.valueOf(process.inputReader().readLine());
      URI url = URI.create(Tool.find("^ready (\\S+)", ready).group(1));
      Wrk.run(folder, url, clients, time, List.of());
      return Wrk.run(folder, url, clients, time, List.of());
    } finally {
      process.destroy();
    }
  }

  private void row(int clients, String what, Figure figure, String ratio) {
    out.printf("| %d | %s | %s | %s |%n", clients, what, figure.cells(), ratio);
  }

  private static String ratio(String of, double ratio) {
    return String.format(Locale.ROOT, "%.2f of %s", ratio, of);
  }
}
