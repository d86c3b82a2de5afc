package dev.gatehouse.benchmarks;

import java.nio.file.Path;

/** Loads one route while Java Flight Recorder looks on, and leaves the recording in {@code target/}. */
final class Profile {
  private Profile() {}

  /** @param what {@code refresh}, {@code check} or {@code login} */
  static void record(Bench bench, String what, int clients) {
    Path recording = bench.home().resolve("benchmarks/target/" + what + ".jfr");
    String options =
        "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + recording;
    try (Site site = bench.site(Site.ACTIVE);
        ServerProcess server = bench.server(site, options)) {
      Figure figure = switch (what) {
        case "refresh" -> bench.refresh(server, clients, site.tokens(2));
        case "check" ->
          bench.check(server, clients, server.accessToken(site.tokens(1).get(0)));
        case "login" -> bench.login(server, clients);
        default -> throw new IllegalArgumentException("no route is profiled as '" + what + "'");
      };
      System.out.println(figure.cells());
    }
    System.out.println(recording);
  }
}
