package dev.gatehouse.benchmarks;

import dev.gatehouse.postgres.ScratchPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Where something is measured: the checkout, a folder to work in, how long each thing is looked at, and a durable PostgreSQL.
 *
 * @param seconds of each measurement
 */
record Bench(Path home, Path folder, Duration seconds, ScratchPostgres postgres)
    implements AutoCloseable {
  static Bench open(Path home, Duration seconds) throws IOException {
    return new Bench(home, Files.createTempDirectory("bench-"), seconds, ScratchPostgres.durable());
  }

  /** The same, looking that long. */
  Bench with(Duration other) {
    return new Bench(home, folder, other, postgres);
  }

  Site site(int accounts) {
    return new Site(postgres, accounts);
  }

  /** @param options of the JVM */
  ServerProcess server(Site site, String options) {
    return server(site, options, "0");
  }

  /** @param floor the milliseconds below which no answer is given that could tell something; empty for what it is by itself */
  ServerProcess server(Site site, String options, String floor) {
    return new ServerProcess(this, site, options, floor);
  }

  /** Of {@code docs/performance.md}. */
  Report report(String name) {
    return report("performance.md", name);
  }

  /** @param document below {@code docs/} */
  Report report(String document, String name) {
    return new Report(home.resolve("docs").resolve(document), name);
  }

  /** Refreshes those sessions, each in turn. */
  Figure refresh(ServerProcess server, int clients, List<String> refreshTokens) {
    Path file = Scripts.write(folder, "tokens", String.join("\n", refreshTokens) + "\n");
    return Wrk.run(
        folder,
        server.at("/"),
        clients,
        seconds,
        List.of("-s", Scripts.file(folder, "refresh.lua").toString(), "--", file.toString()));
  }

  /** Asks with that access token whether it is good. */
  Figure check(ServerProcess server, int clients, String accessToken) {
    return Wrk.run(
        folder,
        server.at("/api/v1/auth/check"),
        clients,
        seconds,
        List.of("-H", "Host: id.example.com", "-H", "Authorization: Bearer " + accessToken));
  }

  /** Signs the active accounts in, one after another, each from a network of its own. */
  Figure login(ServerProcess server, int clients) {
    return Wrk.any(folder, server.at("/"), clients, seconds, logins());
  }

  List<String> logins() {
    return List.of(
        "-s",
        Scripts.file(folder, "login.lua").toString(),
        "--",
        Integer.toString(Site.ACTIVE),
        Site.PASSWORD);
  }

  /** Registers people by username, each from a network of its own. */
  Figure register(ServerProcess server, int clients) {
    return Wrk.any(
        folder,
        server.at("/"),
        clients,
        seconds,
        List.of("-s", Scripts.file(folder, "register.lua").toString()));
  }

  @Override
  public void close() {
    postgres.close();
  }
}
