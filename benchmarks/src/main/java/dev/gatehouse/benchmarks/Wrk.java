package dev.gatehouse.benchmarks;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Load by wrk: so many connections, each of which asks again as soon as it was answered. */
final class Wrk {
  private Wrk() {}

  /**
   * When every answer is a good one.
   *
   * @param rest headers, or a script and what it is given
   */
  static Figure run(Path folder, URI url, int clients, Duration time, List<String> rest) {
    String said = said(folder, url, clients, time, rest);
    if (said.contains("Non-2xx") || said.contains("Socket errors")) {
      throw new IllegalStateException("not everything was answered well: " + said);
    }
    return figure(said);
  }

  /** When some may be told to come back, as those are who sign in while hashing is full: only good answers count, the times are of all. */
  static Figure any(Path folder, URI url, int clients, Duration time, List<String> rest) {
    String said = said(folder, url, clients, time, rest);
    Figure all = figure(said);
    Matcher bad = Pattern.compile("Non-2xx or 3xx responses: (\\d+)").matcher(said);
    double refused = bad.find() ? Double.parseDouble(bad.group(1)) : 0;
    double asked = Double.parseDouble(Tool.find("^ +(\\d+) requests in", said).group(1));
    return new Figure(all.perSecond() * (1 - refused / asked), all.p50(), all.p99());
  }

  private static String said(Path folder, URI url, int clients, Duration time, List<String> rest) {
    List<String> words = new ArrayList<>(List.of(
        "wrk",
        "-t1",
        "-c" + clients,
        "-d" + time.toSeconds() + "s",
        "--timeout",
        "20s",
        "--latency"));
    int script = rest.indexOf("--");
    words.addAll(script < 0 ? rest : rest.subList(0, script));
    words.add(url.toString());
    words.addAll(script < 0 ? List.of() : rest.subList(script, rest.size()));
    return Tool.run(folder, Map.of(), words);
  }

  private static Figure figure(String said) {
    return new Figure(
        Double.parseDouble(Tool.find("^Requests/sec: +([\\d.]+)", said).group(1)),
        millis(Tool.find("^ +50% +([\\d.]+)(\\w+)", said)),
        millis(Tool.find("^ +99% +([\\d.]+)(\\w+)", said)));
  }

  private static double millis(Matcher time) {
    double factor = switch (time.group(2).toLowerCase(Locale.ROOT)) {
      case "us" -> 1e-3;
      case "ms" -> 1;
      case "s" -> 1e3;
      default -> throw new IllegalStateException("a unit of time: " + time.group(2));
    };
    return Double.parseDouble(time.group(1)) * factor;
  }
}
