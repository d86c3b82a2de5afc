package dev.gatehouse.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** {@code Harness <home> load|scale|storm|timing|footprint|profile [...]}: see {@code benchmarks/run}. Ends with 1 when what is measured is not as it has to be. */
public final class Harness {
  private Harness() {}

  public static void main(String[] args) throws Exception {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    Path home = Path.of(args[0]).toAbsolutePath();
    int seconds = number(args, 2, 5);
    List<String> faults = List.of();
    try (Bench bench = Bench.open(home, Duration.ofSeconds(seconds))) {
      switch (args[1]) {
        case "load" -> Load.measure(bench);
        case "scale" -> Scale.measure(bench, number(args, 3, 1_000_000));
        case "storm" -> Storm.measure(bench);
        case "timing" -> faults = Timing.measure(bench);
        case "footprint" -> Footprint.measure(bench);
        case "profile" -> Profile.record(bench, args[3], number(args, 4, 64));
        default -> throw new IllegalArgumentException("nothing is measured as '" + args[1] + "'");
      }
    }
    if (!faults.isEmpty()) {
      faults.forEach(fault -> System.err.println("benchmarks/run " + args[1] + ": " + fault));
      System.exit(1);
    }
  }

  private static int number(String[] args, int position, int otherwise) {
    return args.length > position ? Integer.parseInt(args[position]) : otherwise;
  }
}
