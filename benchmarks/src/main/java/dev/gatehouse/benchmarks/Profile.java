package dev.gatehouse.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Loads one route while Java Flight Recorder looks on, and leaves the recording in {@code target/}.
 *
 * <p>{@code Profile <home> refresh|check [clients] [seconds]}.
 */
public final class Profile {
  private Profile() {}

  public static void main(String[] args) throws Exception {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    Path home = Path.of(args[0]).toAbsolutePath();
    boolean refresh = args[1].equals("refresh");
    int clients = args.length > 2 ? Integer.parseInt(args[2]) : 8;
    Duration time = Duration.ofSeconds(args.length > 3 ? Integer.parseInt(args[3]) : 20);
    Path folder = Files.createTempDirectory("profile-");
    Path recording = home.resolve("benchmarks/target/" + args[1] + ".jfr");
    String options =
        "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + recording;
    try (Site site = new Site(Site.ACTIVE);
        ServerProcess server = new ServerProcess(home, folder, site, options)) {
      Path tokens = Scripts.write(folder, "tokens", String.join("\n", site.tokens(2)) + "\n");
      List<String> script =
          List.of("-s", Scripts.file(folder, "refresh.lua").toString(), "--", tokens.toString());
      List<String> headers = List.of(
          "-H",
          "Host: id.example.com",
          "-H",
          "Authorization: Bearer " + server.accessToken(site.tokens(1).get(0)));
      String path = refresh ? "/" : "/api/v1/auth/check";
      System.out.println(Wrk.run(folder, server.at(path), clients, time, refresh ? script : headers)
          .cells());
    }
    System.out.println(recording);
  }
}
