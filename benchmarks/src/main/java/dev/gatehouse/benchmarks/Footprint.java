package dev.gatehouse.benchmarks;

import dev.gatehouse.application.Gatehouse;
import dev.gatehouse.application.registration.Register;
import dev.gatehouse.application.session.Tokens;
import dev.gatehouse.application.signin.SignIn;
import dev.gatehouse.domain.account.Identifier;
import dev.gatehouse.domain.account.Username;
import dev.gatehouse.domain.credential.Password;
import dev.gatehouse.domain.session.Client;
import dev.gatehouse.domain.session.RefreshToken;
import dev.gatehouse.postgres.Postgres;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** What the server takes: memory, time to start, room in the database, writes for each thing that is done. */
final class Footprint {
  private static final int STARTS = 5;
  private static final int CLIENTS = 64;
  private static final int TIMES = 500;
  private static final String ROWS =
      "select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_user_tables where schemaname = 'gatehouse'";
  private static final String WAL =
      "select cast(pg_current_wal_insert_lsn() - '0/0'::pg_lsn as bigint)";

  private final Bench bench;
  private final Site site;
  private final Report report;

  private Footprint(Bench bench, Site site, Report report) {
    this.bench = bench;
    this.site = site;
    this.report = report;
  }

  static void measure(Bench bench) throws IOException {
    try (Site site = bench.site(Site.ACTIVE);
        Report report = bench.report("footprint")) {
      Footprint footprint = new Footprint(bench, site, report);
      report.line("| JDK %d | |", Runtime.version().feature());
      report.line("|---|---|");
      footprint.starts();
      footprint.memory("-Xmx128m");
      footprint.memory("-Xmx512m");
      footprint.memory("-XX:+UseG1GC -Xmx128m");
      footprint.room();
      report.line("");
      report.line("| each | rows written | bytes of WAL |");
      report.line("|---|---|---|");
      footprint.writes();
    }
  }

  /** From the start of the process to the first answer. */
  private void starts() {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      long began = System.nanoTime();
      try (ServerProcess server = bench.server(site, "")) {
        server.accessToken(site.tokens(1).get(i));
        millis.add(Duration.ofNanos(System.nanoTime() - began).toMillis());
      }
    }
    report.line(
        "| start of `./gatehouse serve` to the first refresh, on an existing database, median of %d | %d ms |",
        STARTS, millis.stream().sorted().toList().get(STARTS / 2));
  }

  private void memory(String option) throws IOException {
    try (ServerProcess server = bench.server(site, option)) {
      site.renew();
      String access = server.accessToken(site.tokens(1).get(0));
      bench.refresh(server, CLIENTS, site.tokens(2));
      bench.check(server, CLIENTS, access);
      bench.login(server, CLIENTS / 4);
      report.line(
          "| resident after load (refresh, check, login) with `%s`; most at any time | %d MiB; %d MiB |",
          option, mebibytes(server, "VmRSS"), mebibytes(server, "VmHWM"));
    }
  }

  private static long mebibytes(ServerProcess server, String which) throws IOException {
    String status = Files.readString(Path.of("/proc/" + server.pid() + "/status"));
    return Long.parseLong(Tool.find("^" + which + ":\\s+(\\d+) kB", status).group(1)) / 1024;
  }

  private void room() {
    long sessions = (long) Site.ACTIVE * Site.SESSIONS;
    report.line(
        "| a session as inserted: table; indexes; Redis | %d bytes; %d bytes; none |",
        site.number("select pg_table_size('gatehouse.sessions')") / sessions,
        site.number("select pg_indexes_size('gatehouse.sessions')") / sessions);
  }

  private void writes() {
    Password password = new Password(Site.PASSWORD);
    each(
        "register with a username",
        (gatehouse, i) -> gatehouse
            .register()
            .handle(client(gatehouse), Register.Command.of(new Username("foot_" + i), password)));
    List<Tokens> tokens = new ArrayList<>();
    each("sign in", (gatehouse, i) -> {
      SignIn answer = gatehouse
          .signInWithPassword()
          .handle(
              client(gatehouse),
              new Identifier.ByUsername(new Username("foot_" + i)),
              password,
              false);
      tokens.add(((SignIn.SignedIn) answer).tokens());
    });
    each(
        "verify",
        (gatehouse, i) -> gatehouse
            .verifyAccessToken()
            .handle(gatehouse.realm(Site.REALM), tokens.get(i).access()));
    each(
        "refresh",
        (gatehouse, i) -> gatehouse
            .rotateSession()
            .handle(client(gatehouse), new RefreshToken(tokens.get(i).refresh().reveal())));
    each(
        "sign out",
        (gatehouse, i) ->
            gatehouse.signOut().handle(client(gatehouse), tokens.get(i).claims()));
  }

  /** From a network where nobody asked from before. */
  private static Client client(Gatehouse gatehouse) {
    int network = ByteBuffer.wrap(Site.CHANCE.bytes(Integer.BYTES)).getInt();
    String address = "2001:db8:%x:%x::1".formatted(network >>> 16, network & 0xFFFF);
    return Client.bearer(gatehouse.realm(Site.REALM), address, "benchmark");
  }

  /** Over connections of its own: a connection tells the statistics what it did when it closes. */
  private void each(String what, BiConsumer<Gatehouse, Integer> act) {
    site.settle();
    long rows;
    long wal;
    try (Postgres pool = Postgres.open(site.settings())) {
      Gatehouse gatehouse = Site.gatehouse(pool, site.masterKey(), Site.hasher());
      rows = site.number(ROWS);
      wal = site.number(WAL);
      for (int i = 0; i < TIMES; i++) {
        act.accept(gatehouse, i);
      }
      wal = site.number(WAL) - wal;
    }
    rows = site.number(ROWS) - rows;
    report.line("| %s | %.1f | %,d |", what, (double) rows / TIMES, wal / TIMES);
  }
}
